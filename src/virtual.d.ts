/** Made at build time (vite.config.ts). */
declare module "virtual:lookalikes" {
  const table: string;
  export default table;
}
