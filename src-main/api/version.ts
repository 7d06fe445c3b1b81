import manifest from '../../package.json';

/** The program's version, as in package.json. */
export const version: string = manifest.version;
