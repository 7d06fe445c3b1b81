export { ClassesPanel } from './ClassesPanel';
