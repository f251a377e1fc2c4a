/** Something was larger than its bound. */
export class TooLargeError extends Error {
  constructor(readonly limit: number) {
    super(`larger than ${limit} bytes`);
    this.name = 'TooLargeError';
  }
}

/**
 * Body of an answer; what is beyond the limit is not read.
 *
 * @throws TooLargeError
 */
export async function readBounded(
  response: Response,
  limit: number
): Promise<ArrayBuffer> {
  if (!response.body) {
    return new ArrayBuffer(0);
  }
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return join(chunks, size);
    }
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw new TooLargeError(limit);
    }
    chunks.push(value);
  }
}

/** Like {@link readBounded}, as text. */
export async function readText(
  response: Response,
  limit: number
): Promise<string> {
  return new TextDecoder().decode(await readBounded(response, limit));
}

function join(chunks: readonly Uint8Array[], size: number): ArrayBuffer {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole.buffer;
}
