/** CSS pixels around what a picture holds, and of one line of its texts. */
const EDGE = 12;
const LINE = 20;
const MARK = 14;

/** A line of the legend as it stands on the screen. */
interface IName {
  readonly color: string;
  readonly words: string;
}

/**
 * A PNG of a panel as it is on the screen, at the screen's resolution: its title, its plot and the names of its series, one below the other.
 *
 * @param panel - element of the panel; it has a canvas.
 */
export async function pictureOf(
  panel: HTMLElement,
  title: string
): Promise<Blob> {
  const plot = panel.querySelector('canvas');
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!plot || !pen) {
    throw new Error('There is no plot to make a picture of');
  }
  const names = namesOf(panel);
  const ratio = window.devicePixelRatio;
  const [plotWidth, plotHeight] = [plot.width / ratio, plot.height / ratio];
  const width = plotWidth + 2 * EDGE;
  const height = LINE + plotHeight + names.length * LINE + 2 * EDGE;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  pen.scale(ratio, ratio);
  const { backgroundColor, color, fontFamily } = getComputedStyle(panel);
  pen.fillStyle = backgroundColor;
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = 'middle';
  pen.fillStyle = color;
  pen.font = `bold 13px ${fontFamily}`;
  pen.fillText(title, EDGE, EDGE + LINE / 2, plotWidth);
  pen.drawImage(plot, EDGE, EDGE + LINE, plotWidth, plotHeight);
  pen.font = `11px ${fontFamily}`;
  names.forEach((name, index) => {
    const middle = EDGE + LINE * (index + 1.5) + plotHeight;
    pen.fillStyle = name.color;
    pen.fillRect(EDGE, middle - 2, MARK, 4);
    pen.fillStyle = color;
    pen.fillText(name.words, EDGE + MARK + 6, middle, plotWidth - MARK - 6);
  });
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob =>
        blob ? resolve(blob) : reject(new Error('The picture is too large')),
      'image/png'
    )
  );
}

/** Names of the series that are shown, with what is calculated of them. */
function namesOf(panel: Element): IName[] {
  const rows = panel.querySelectorAll('.jp-UsageFigure-rows > tr');
  return Array.from(rows).flatMap(row => {
    const mark = row.querySelector('.jp-UsageChart-mark');
    const isHidden = row.querySelector('[aria-pressed="false"]') !== null;
    const cells = Array.from(row.children, cell => cell.textContent ?? '');
    return mark === null || isHidden
      ? []
      : [
          {
            color: getComputedStyle(mark).borderTopColor,
            words: cells.join('   ')
          }
        ];
  });
}
