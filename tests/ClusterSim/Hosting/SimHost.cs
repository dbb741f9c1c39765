using System.Net;
using ClusterSim.Api;
using ClusterSim.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ClusterSim.Hosting;

/// <summary>A running simulator. Tests start one in their own process and dispose it at the end.</summary>
public sealed class SimHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimContext _context;

    private SimHost(WebApplication app, SimContext context, Uri baseUri)
    {
        _app = app;
        _context = context;
        BaseUri = baseUri;
    }

    /// <summary>Where the simulator listens; a cluster is at <c>/clusters/NAME</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>The certificate authority that signs for all clusters.</summary>
    public string CaPem => _context.Authority.Pem;

    public IEnumerable<Cluster> Clusters => _context.Clusters.Values;

    /// <summary>Starts listening and returns when requests are answered.</summary>
    public static async Task<SimHost> StartAsync(SimOptions options, CancellationToken ct = default)
    {
        var authority = options.StateDir is { } dir ? CertificateAuthority.Load(dir) : CertificateAuthority.Create();
        if (options.StateDir is { } state)
        {
            options.TokenKey = StateKey(Path.Combine(state, "tokens.key"));
        }

        var context = new SimContext(options, authority);
        for (var i = 0; i < options.Clusters; i++)
        {
            context.Add(ClusterProfile.At(i, $"{options.NamePrefix}{i}", options));
        }

        var app = Build(options, context);
        await app.StartAsync(ct);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var host = new SimHost(app, context, new Uri($"https://127.0.0.1:{address.Port}"));
        if (options.KubeconfigDir is { } folder)
        {
            Directory.CreateDirectory(folder);
            foreach (var cluster in context.Clusters.Values)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{cluster.Name}.kubeconfig"), host.Kubeconfig(cluster.Name), ct);
            }
        }

        return host;
    }

    public Cluster Cluster(string name) => _context.Clusters[name];

    /// <summary>Adds a cluster; versions and the like follow from its place unless a profile is given.</summary>
    public Cluster AddCluster(string name, ClusterProfile? profile = null) =>
        _context.Add(profile ?? ClusterProfile.At(_context.Clusters.Count, name, _context.Options));

    public bool RemoveCluster(string name) => _context.Clusters.TryRemove(name, out _);

    public Uri ServerOf(string cluster) => KubeconfigText.Server(_context, BaseUri, Cluster(cluster).Profile);

    /// <summary>A kubeconfig with the admin token of the cluster.</summary>
    public string Kubeconfig(string cluster) => KubeconfigText.Of(_context, BaseUri, Cluster(cluster).Profile);

    /// <summary>Registers what answers the service proxy for a service; <paramref name="cluster"/> may be <c>*</c>.</summary>
    public void MapService(string cluster, string ns, string service, ServiceUpstream upstream) => _context.Upstreams[ServiceProxy.Key(cluster, ns, service)] = upstream;

    /// <summary>Ends when the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken ct = default) => _app.WaitForShutdownAsync(ct);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        _context.Dispose();
    }

    private static WebApplication Build(SimOptions options, SimContext context)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var certificates = new ServingCertificates(context);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 32 << 20;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            var address = options.AddressPerCluster ? IPAddress.Any : IPAddress.Loopback;
            kestrel.Listen(address, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.Use(next => connection => LoopbackOnly.Pass(connection, context, next));
                listen.UseHttps(https =>
                {
                    https.ServerCertificateSelector = (connection, _) => certificates.For(connection?.LocalEndPoint as IPEndPoint);

                    // Who shows a certificate is asked for it when the request is authenticated, as a token is.
                    https.ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            });
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(http => SimServer.Handle(http, context, certificates));
        return app;
    }

    private static byte[] StateKey(string file)
    {
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        }

        return File.ReadAllBytes(file);
    }
}
