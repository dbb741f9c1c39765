using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Core.Access;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A portal without clusters and without a worker, so that nothing moves but what a test moves, and a Chromium.</summary>
public sealed class ShellFixture : IAsyncLifetime
{
    private PortalHost? _host;
    private Chromium? _chromium;

    public PortalDatabaseFixture Database { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        _host = await PortalHost.StartAsync(Database.ConnectionString, configure: FaultyCatalogue.Install);
        _chromium = await Chromium.StartAsync(_host.Address);
    }

    /// <summary>A page of the admin.</summary>
    public Task<IPage> SignedInAsync() => _chromium!.SignedInAsync();

    /// <summary>By a name: passkeys belong to a domain, and an IP address is none.</summary>
    public Uri LocalAddress => new UriBuilder(_host!.Address) { Host = "localhost" }.Uri;

    /// <summary>A page of somebody who has not signed in.</summary>
    public Task<IPage> OpenAsync() => _chromium!.OpenAsync();

    /// <summary>An account of its own, with the password of the admin.</summary>
    public async Task<string> AddPersonAsync(string name) => (await _host!.CreateUserAsync(PortalRole.Viewer, name)).Name;

    public async Task CreateFleetsAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await Services.GetRequiredService<IFleets>().CreateAsync(new FleetRequest(name, "", null), Actor.Portal, Stop);
        }
    }

    /// <summary>An operation that waits for a worker that never comes.</summary>
    public async Task<Guid> QueueOperationAsync()
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(Stop);
        var plan = new OperationPlan(
            OperationKinds.LeaveCluster, Guid.CreateVersion7(), "member1", null, [new StepPlan(StepNames.StopUsing, TimeSpan.FromMinutes(1))], TimeSpan.FromMinutes(5));
        var operation = Services.GetRequiredService<OperationWriter>().Add(db, plan, Actor.Portal);
        await db.SaveChangesAsync(Stop);
        return operation.Id;
    }

    /// <summary>Writes numbered lines to its log, as a worker does.</summary>
    public async Task LogAsync(Guid operation, int from, int to)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(Stop);
        db.OperationLog.AddRange(Enumerable.Range(from, to - from + 1).Select(number => new OperationLogLine
        {
            OperationId = operation,
            At = DateTimeOffset.UtcNow,
            Level = LineLevel.Info,
            Text = $"line {number} of the log",
        }));
        await db.SaveChangesAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await Database.DisposeAsync();
    }
}
