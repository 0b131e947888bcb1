/* A name that somebody gave, in one line where it is too long for its place; whole when pointed at. Must not be known here: whose. */

import classes from './FullName.module.css';

export const FullName = ({ children }: { children: string }) => <span className={classes.name} title={children}>{children}</span>;
