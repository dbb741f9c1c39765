namespace Portal.Web.Audit;

internal static class RefusalServices
{
    public static void AddRefusals(this IServiceCollection services) => services.AddSingleton<IRefusals, Refusals>();

    public static void UseRefusals(this WebApplication app) => app.UseMiddleware<RefusedRequests>();
}
