export const LINE_WIDTH = 640;
export const LINE_HEIGHT = 240;

/** Least and largest of the finite values. */
export function edgesOf(values: Float32Array): [number, number] {
  const finite = values.filter(Number.isFinite);
  return finite.length
    ? [
        finite.reduce((least, value) => Math.min(least, value)),
        finite.reduce((most, value) => Math.max(most, value))
      ]
    : [NaN, NaN];
}

/** Draw values from left to right; where one is missing the line is broken. */
export function stroke(
  context: CanvasRenderingContext2D,
  values: Float32Array
): void {
  const [low, high] = edgesOf(values);
  const span = high - low || 1;
  const style = getComputedStyle(context.canvas);
  context.strokeStyle = style.getPropertyValue('color');
  context.lineWidth = 2;
  context.beginPath();
  let isDown = false;
  values.forEach((value, place) => {
    if (Number.isFinite(value)) {
      const across = (place / Math.max(1, values.length - 1)) * LINE_WIDTH;
      const up = 4 + (1 - (value - low) / span) * (LINE_HEIGHT - 8);
      context[isDown ? 'lineTo' : 'moveTo'](across, up);
    }
    isDown = Number.isFinite(value);
  });
  context.stroke();
}
