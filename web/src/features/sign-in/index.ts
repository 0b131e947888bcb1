export { SessionGate } from './SessionGate';
export { SignInPage } from './SignInPage';
