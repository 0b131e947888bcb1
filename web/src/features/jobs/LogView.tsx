/* A job's log, newest line in view. Must not be known here: the job. */

import { useEffect, useRef } from 'react';
import type { Job } from '../../api/types';
import classes from './LogView.module.css';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

export function LogView({ lines }: { lines: Job['log'] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length]);
  return (
    <div ref={box} className={classes.box} role="log" aria-label="Log" tabIndex={0}>
      {lines.length === 0 && <div className={classes.line}>No lines yet.</div>}
      {lines.map((line) => (
        <div key={line.seq} className={classes.line}>
          <time dateTime={line.at}>{clock.format(new Date(line.at))}</time>
          <span>{line.message}</span>
        </div>
      ))}
    </div>
  );
}
