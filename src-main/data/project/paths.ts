/** Where records of videos lie in a project, as paths relative to it. */

/** A video's labels. */
export const annotationFile = (videoId: string) => `annotations/${videoId}.json`;

/** The folders of other annotators. */
export const annotatorsFolder = 'annotators';

/** An annotator's labels of a video. */
export const annotatorFile = (name: string, videoId: string) => `${annotatorsFolder}/${name}/${videoId}.json`;
