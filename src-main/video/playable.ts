/** What decides whether a browser plays a file as it is. */
export interface MediaKind {
  /** FFmpeg's name of the container, such as "mov,mp4,m4a,3gp,3g2,mj2". */
  container: string;
  /** FFmpeg's name of the codec, such as "h264". */
  codec: string;
  /** FFmpeg's name of the pixel format, such as "yuv420p". */
  pixelFormat: string;
}

const containers = ['mp4', 'webm', 'matroska'];

/** What Chromium's software decoders take; tried with Debian's Chromium. */
const pixelFormats: Record<string, RegExp> = {
  h264: /^(yuvj?4(20|22|44)p|yuv4(20|22|44)p10le)$/,
  vp8: /^yuva?420p$/,
  vp9: /^(yuva?4(20|22|44)p(10le|12le)?|gbrp)$/,
  av1: /^(yuv4(20|44)p(10le)?|gray(10le)?)$/,
};

/**
 * Whether Chromium (so Electron and the browser shell) plays the file without a converted copy. HEVC counts as no: it
 * plays only where the system brings a decoder, and without one plays as sound with no picture and no error.
 */
export function isPlayable({ container, codec, pixelFormat }: MediaKind): boolean {
  const names = container.split(',');
  return containers.some((name) => names.includes(name)) && (pixelFormats[codec]?.test(pixelFormat) ?? false);
}
