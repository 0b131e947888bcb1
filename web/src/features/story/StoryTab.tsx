/* The Story tab of a tenant: its story, or a way to tell one. Must not be known here: what either looks like. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { storyQuery } from '../../api/queries';
import type { Catalogue, Tenant } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingBlock } from '../../components/Loading';
import { StoryForm } from './StoryForm';
import { StoryView } from './StoryView';

const LOOK_AGAIN_MS = 5_000;

export function StoryTab({ tenant, catalogue }: { tenant: Tenant; catalogue: Catalogue }) {
  const [telling, setTelling] = useState(false);
  const story = useQuery({
    ...storyQuery(tenant.slug),
    enabled: tenant.isDemo,
    refetchInterval: ({ state }) => (state.data?.running ? LOOK_AGAIN_MS : false),
  });
  if (!tenant.isDemo) return <EmptyState title="This is not a demo tenant">Its months are real, so no story is told for it.</EmptyState>;
  if (story.data === undefined) {
    return story.error
      ? <ErrorNotice title="The story cannot be shown" error={story.error} onRetry={() => void story.refetch()} retrying={story.isFetching} />
      : <LoadingBlock height={420} label="Loading the story" />;
  }
  if (story.data === null || telling) {
    return <StoryForm tenant={tenant} catalogue={catalogue} onCancel={story.data === null ? null : () => setTelling(false)} onTold={() => setTelling(false)} />;
  }
  return <StoryView tenant={tenant} catalogue={catalogue} story={story.data} onTellAnother={() => setTelling(true)} />;
}
