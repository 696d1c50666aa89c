// A small bitmap font for labels in pictures: the printable ASCII characters, 5 pixels wide and 8 high (the last row is
// for descenders). Other characters are drawn as "?".

/** Width of a character with the gap after it. */
export const CHARACTER_WIDTH = 6;
/** Height of a character. */
export const CHARACTER_HEIGHT = 8;

// Eight digits of base 32 a character, a row each; the highest of a digit's five bits is the leftmost pixel.
const ROWS: string =
  "0000000044444040aa000000aavavaa04fke5u40pp248jj0cik8lid044000000248884208422248000level00044v44000000048" +
  "0000e0000000004011248gg0ehjlphe04c4444e0eh1248v0eh161he026aiv220vgu11he0egguhhe0v1244440ehhehhe0ehhf11e0" +
  "0040004000400048248g8420000v0v0084212480eh124040ehnlnge0ehhvhhh0uhhuhhu0ehggghe0uhhhhhu0vgguggv0vgguggg0" +
  "ehgnhhf0hhhvhhh0e44444e072222ic0hikokih0ggggggv0hrllhhh0hppljjh0ehhhhhe0uhhuggg0ehhhlid0uhhukih0fgge11u0" +
  "v4444440hhhhhhe0hhhhha40hhhllrh0hha4ahh0hha44440v1248gv0e88888e0gg842110e22222e04ah00000000000v084000000" +
  "00e1fhf0gguhhhu000fgggf011fhhhf000ehvge068u8888000fhhf1egguhhhh040c444e02062222cggikoki0c44444e000qllll0" +
  "00uhhhh000ehhhe000uhhugg00fhhf1100moggg000fge1u088u8886000hhhhf000hhha4000hhlla000ha4ah000hhhf1e00v248v0" +
  "688g886044444440o44244o00008l200";

/** Calls `dot(x, y)` for each pixel of the text, which begins at (0, 0). */
export function drawText(text: string, dot: (x: number, y: number) => void): void {
  let left = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const place = (code >= 32 && code < 127 ? code - 32 : 31) * CHARACTER_HEIGHT;
    for (let y = 0; y < CHARACTER_HEIGHT; y++) {
      const bits = parseInt(ROWS[place + y], 32);
      for (let x = 0; x < 5; x++) if (bits & (16 >> x)) dot(left + x, y);
    }
    left += CHARACTER_WIDTH;
  }
}
