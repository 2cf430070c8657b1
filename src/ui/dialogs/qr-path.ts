/** The dark modules of a QR code as one SVG path, a run of modules per stroke of the pen. */
export const qrPath = (rows: readonly (readonly boolean[])[]): string => {
  let path = "";
  rows.forEach((row, y) => {
    let x = 0;
    while (x < row.length) {
      let end = x;
      while (row[end] === true) end += 1;
      if (end > x) path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end + 1;
    }
  });
  return path;
};
