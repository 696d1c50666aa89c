// Instances that can be called: `net(x)`, `augment(image)`, `scheduler(3)`. A tiny base whose constructor returns a
// closure wearing the class's prototype, so that instanceof, fields, #private, accessors and overrides all work.

/** The method that runs when an instance of a {@linkcode Callable} is called. */
export const CALL: unique symbol = Symbol("call");

/**
 * Base of classes whose instances are functions.
 *
 * A subclass defines `[CALL](...args)`; calling the instance runs it. Fields and `#private` names of subclasses work
 * as in any class; this base itself must have none, because they would land on the object that is thrown away.
 */
export abstract class Callable {
  constructor() {
    // An arrow: a `function` would own a `prototype` that cannot be deleted. Its `name` and `length` would hide
    // accessors of those names, so they go.
    const self = ((...args: unknown[]): unknown => (self as unknown as Callable)[CALL](...args)) as {
      name?: string;
      length?: number;
    };
    Object.setPrototypeOf(self, new.target.prototype);
    delete self.name;
    delete self.length;
    return self as unknown as this;
  }

  /** What a call of the instance does. */
  abstract [CALL](...args: unknown[]): unknown;
}
