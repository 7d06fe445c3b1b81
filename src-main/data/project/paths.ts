/** Where records of videos lie in a project, as paths relative to it. */

/** A video's labels. */
export const annotationFile = (videoId: string) => `annotations/${videoId}.json`;

/** The video whose labels, or whose edits on their way there, a file of that folder holds; null of any other file. */
export const annotatedVideo = (fileName: string) =>
  /^(?:(.+)\.json|\.(.+)\.journal)$/.exec(fileName)?.slice(1).find(Boolean) ?? null;

/** The folders of other annotators. */
export const annotatorsFolder = 'annotators';

/** An annotator's labels of a video. */
export const annotatorFile = (name: string, videoId: string) => `${annotatorsFolder}/${name}/${videoId}.json`;
