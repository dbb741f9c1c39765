using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.FileProviders;

namespace ClusterSim.Charts;

/// <summary>A chart repository over HTTP on a free local port: chart folders, packaged and indexed by the real helm.</summary>
public sealed class ChartRepository : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private ChartRepository(WebApplication app, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>What <c>Components:ChartMirror</c> is set to.</summary>
    public Uri Address { get; }

    /// <summary>Packages every folder of <paramref name="charts"/> and serves them.</summary>
    public static async Task<ChartRepository> StartAsync(string helm, string charts, CancellationToken ct = default)
    {
        var folder = Directory.CreateTempSubdirectory("portal-charts-");
        // Not those within a chart.
        foreach (var chart in Directory.EnumerateDirectories(charts).Where(chart => File.Exists(Path.Combine(chart, "Chart.yaml"))).Chunk(20))
        {
            await RunAsync(helm, ["package", .. chart, "--destination", folder.FullName], folder.FullName, ct);
        }

        await RunAsync(helm, ["repo", "index", folder.FullName], folder.FullName, ct);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder.FullName), ServeUnknownFileTypes = true });
        await app.StartAsync(ct);
        return new ChartRepository(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task RunAsync(string helm, string[] arguments, string home, CancellationToken ct)
    {
        var start = new ProcessStartInfo(helm, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in (string[])["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"])
        {
            start.Environment[name] = Path.Combine(home, ".helm");
        }

        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync(ct);
        await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"helm {arguments[0]} failed: {await said}");
        }
    }
}
