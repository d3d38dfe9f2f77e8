import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { listSecurityDomains, listVlans } from './network.service.ts';
import { SecurityDomainView, VlanView } from './network.type.ts';

@Resolver(() => SecurityDomainView)
export class NetworkResolver {
  @Query(() => [VlanView])
  vlans(@Ctx() ctx: Context): Promise<VlanView[]> {
    return listVlans(ctx.em);
  }

  @Query(() => [SecurityDomainView], { description: 'Those that the viewer may put VMs into.' })
  securityDomains(@Ctx() ctx: Context): Promise<SecurityDomainView[]> {
    return listSecurityDomains(ctx.em, requireViewer(ctx));
  }

  @FieldResolver(() => VlanView)
  vlan(@Root() domain: SecurityDomainView, @Ctx() ctx: Context): Promise<VlanView> {
    return ctx.loaders.vlan.load(domain.vlanId);
  }
}
