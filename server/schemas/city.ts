/** What everybody may know about the city and who runs the site. */
import { z } from '@hono/zod-openapi';

export const citySchema = z
  .object({
    name: z.string().openapi({ example: '澜江市' }),
    organizer: z.string().openapi({ description: '主办单位（评议办）' }),
    telephone: z.string(),
    siteCode: z.string().openapi({ description: '政府网站标识码; empty until entered' }),
    icp: z.string().openapi({ description: 'ICP 备案号; empty until entered' }),
    police: z.string().openapi({ description: '公安备案号; empty until entered' }),
    demonstration: z.boolean(),
    today: z.string().openapi({ description: '当地的今天，YYYY-MM-DD' }),
    licence: z
      .object({ name: z.string(), url: z.string() })
      .openapi({ description: '开放数据的使用许可：名称和全文网址' }),
    ticketsApart: z.boolean().openapi({ description: '选票由另一家单位的服务器发（ROLE=box）' }),
    publicUrl: z.string().nullable().openapi({ description: '对外网址的开头，印在二维码里；没有设置时为 null' }),
  })
  .openapi('City');
export type City = z.infer<typeof citySchema>;
