using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.Benchmarks.Running;

/// <summary>The other end of <see cref="ServedPortal"/>: the real application, and a page that tells its memory.</summary>
internal static class PortalServer
{
    /// <summary>Serves until the process is killed.</summary>
    public static async Task<int> RunAsync()
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string?>>(Environment.GetEnvironmentVariable(ServedPortal.SettingsVariable)!)!;
        await using var host = await PortalHost.StartAsync(
            settings["ConnectionStrings:Portal"]!,
            settings,
            builder => builder.Services.AddSingleton<IStartupFilter, MemoryProbe>());
        using var script = await host.ScriptAsync(PortalRole.Admin);
        Console.WriteLine($"token: {script.DefaultRequestHeaders.Authorization!.Parameter}");
        Console.WriteLine($"ready: {host.Address}");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private sealed class MemoryProbe : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map(ServedPortal.MemoryPath, branch => branch.Run(context =>
            {
                // Twice, with what the first set free in between: what is left is held by somebody.
                for (var round = 0; round < 2; round++)
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    GC.WaitForPendingFinalizers();
                }

                return context.Response.WriteAsJsonAsync(new ServerMemory(
                    GC.GetTotalMemory(forceFullCollection: true) / 1048576.0, Environment.WorkingSet / 1048576.0));
            }));
            next(app);
        };
    }
}

/// <summary>Of the portal's process, after a full collection: MiB of living objects, and resident MiB.</summary>
internal sealed record ServerMemory(double Managed, double Resident);
