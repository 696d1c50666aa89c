// The nearest right name for a misspelled one.

/** How many letters must be inserted, removed, replaced or swapped with a neighbour to turn one word into the other. */
export function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    older = last;
    last = row;
  }
  return last[b.length];
}

/** The names within a third of the letters, nearest first. Capitals and underscores do not count as differences. */
export function nearestNames(name: string, names: Iterable<string>, most = 3): string[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll("_", "");
  const wanted = plain(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const found: [number, string][] = [];
  for (const candidate of names) {
    const other = plain(candidate);
    if (Math.abs(other.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, other);
    if (distance <= limit) found.push([distance, candidate]);
  }
  return found.sort((x, y) => x[0] - y[0]).slice(0, most).map((f) => f[1]);
}

/** The nearest name, if one is near. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  return nearestNames(name, names, 1)[0];
}
