export { demandApprovedOffer } from './approved-offer';
export { ReviewsModule } from './reviews.module';
