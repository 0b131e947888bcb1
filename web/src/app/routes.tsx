/*
 * Which page stands at which address. Pages that draw charts or hold the grid are loaded when they
 * are opened.
 *
 * Must not be known here: what the pages do.
 */

import { lazy } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { SignInPage } from '../features/sign-in';
import { NotFoundPage } from './NotFoundPage';
import { BrokenPage } from './BrokenPage';
import { Shell } from './Shell';

const TenantsPage = lazy(() => import('../features/tenants/TenantsPage'));
const NewTenantPage = lazy(() => import('../features/new-tenant/NewTenantPage'));
const TenantPage = lazy(() => import('../features/tenant/TenantPage'));
const JobPage = lazy(() => import('../features/jobs/JobPage'));

export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInPage /> },
  {
    element: <Shell />,
    errorElement: <BrokenPage />,
    children: [
      {
        errorElement: <BrokenPage />,
        children: [
          { index: true, element: <Navigate to="/tenants" replace /> },
          { path: 'tenants', element: <TenantsPage /> },
          { path: 'tenants/new', element: <NewTenantPage /> },
          { path: 'tenants/:slug', element: <Navigate to="overview" replace /> },
          { path: 'tenants/:slug/:tab', element: <TenantPage /> },
          { path: 'jobs/:jobId', element: <JobPage /> },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]);
