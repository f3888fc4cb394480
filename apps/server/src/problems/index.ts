export { ProblemQueries } from './problem.queries';
export { ProblemsModule } from './problems.module';
