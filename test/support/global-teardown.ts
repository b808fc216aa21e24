import { leaveCluster } from './cluster';

/** After all tests. */
export default leaveCluster;
