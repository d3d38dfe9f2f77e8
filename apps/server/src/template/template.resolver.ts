import { Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { Template } from './template.entity.ts';
import { listTemplates } from './template.service.ts';

@Resolver()
export class TemplateResolver {
  @Query(() => [Template], {
    description: 'Templates to make VMs from, the quickest to boot first.',
  })
  templates(@Ctx() ctx: Context): Promise<Template[]> {
    return listTemplates(ctx.em);
  }
}
