export { AnnotateScreen } from './AnnotateScreen';
