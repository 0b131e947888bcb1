/* Where the app begins. Must not be known here: anything but what to start. */

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';

const host = document.getElementById('root');
if (!host) throw new Error('The page has no #root.');
createRoot(host).render(<StrictMode><App /></StrictMode>);
