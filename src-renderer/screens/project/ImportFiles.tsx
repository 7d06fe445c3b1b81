import { FileText, Plus, X } from 'lucide-react';
import { pickPaths } from '../../state/dialogs';
import { useTask } from '../../state/task';
import { Button, IconButton } from '../../ui/Button';
import { Failure } from '../../ui/status';

interface ImportFilesProps {
  files: readonly string[];
  onFiles: (files: readonly string[]) => void;
}

/** Which files and folders are read together. */
export function ImportFiles({ files, onFiles }: ImportFilesProps) {
  const add = useTask(async (kind: 'files' | 'folder') => {
    const more = await pickPaths({
      kind,
      title: kind === 'files' ? 'Files to import' : 'Folder to import',
      extensions: [],
    });
    if (more) onFiles([...new Set([...files, ...more])]);
  });
  return (
    <div className="inset">
      <ul>
        {files.map((file) => (
          <li key={file} className="row import-file">
            <FileText size={16} aria-hidden />
            <span className="mono ellipsis">{file}</span>
            <IconButton
              className="push"
              icon={X}
              name={`Leave out ${file}`}
              onClick={() => onFiles(files.filter((one) => one !== file))}
            />
          </li>
        ))}
      </ul>
      <div className="row">
        {(['files', 'folder'] as const).map((kind) => (
          <Button key={kind} icon={Plus} onClick={() => add.run(kind)}>
            {kind === 'files' ? 'Add files' : 'Add a folder'}
          </Button>
        ))}
      </div>
      <Failure error={add.error} />
      <p className="hint">
        Videos of any codec FFmpeg reads. Labels of ActivityNet, THUMOS, COIN, CrossTask, EPIC-KITCHENS, MS-TCN, ELAN,
        BORIS, VIA, Vidat, CVAT, Label Studio, csv, tsv, WebVTT, SRT, .npy. Features as .npy; an official data root as a
        folder.
      </p>
    </div>
  );
}
