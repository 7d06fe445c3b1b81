/** The door to the drawing library: pictures are drawn by code, for the demo's clips and for test videos. */
export { createCanvas, type Canvas, type SKRSContext2D as Context2D } from '@napi-rs/canvas';
