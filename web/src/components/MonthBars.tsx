/* Stacked bars by month, whose code comes when it is needed; their place is kept until then. Must not be known here: what they stand for. */

import { lazy, Suspense, type ComponentProps } from 'react';
import { LoadingBlock } from './Loading';

const StackedBars = lazy(() => import('./StackedBars'));

export const MonthBars = (props: ComponentProps<typeof StackedBars> & { height: number }) => (
  <Suspense fallback={<LoadingBlock height={props.height} label="Loading the chart" />}>
    <StackedBars {...props} />
  </Suspense>
);
