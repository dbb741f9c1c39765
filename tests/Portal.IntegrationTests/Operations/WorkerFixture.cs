using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Rollouts;
using Portal.Jobs;
using Portal.Jobs.Operations;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Operations;

/// <summary>The real worker in this process, with steps that do what each test says.</summary>
public sealed class WorkerFixture : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private IHost? _host;

    public PortalDatabaseFixture Database { get; } = new();

    public StepScripts Scripts { get; } = new();

    public IServiceProvider Services => _host!.Services;

    public IOperations Operations => Services.GetRequiredService<IOperations>();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        _host = await StartWorkerAsync();
    }

    /// <summary>Another worker over the same database.</summary>
    public async Task<IHost> StartWorkerAsync()
    {
        var host = PortalWorker.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Portal"] = Database.ConnectionString,
                ["Secrets:MasterKey"] = _masterKey,
                ["Operations:LeaseSeconds"] = "5",
            });
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.Services.AddSingleton(Scripts);
            builder.Services.AddRolloutStarter<ScriptedRollout>(ScriptedRollout.Kind);
            foreach (var name in StepScripts.Names)
            {
                builder.Services.AddOperationStep<ScriptedStep>(name);
            }
        });
        await host.StartAsync();
        return host;
    }

    /// <summary>Queues an operation whose steps run <paramref name="script"/>.</summary>
    public async Task<Guid> QueueAsync(
        Func<string, StepContext, CancellationToken, Task> script,
        Guid? cluster = null,
        int steps = 1,
        TimeSpan? stepLimit = null,
        TimeSpan? limit = null)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync();
        var plans = StepScripts.Names.Take(steps).Select(name => new StepPlan(name, stepLimit ?? TimeSpan.FromMinutes(2))).ToList();
        var operation = Services.GetRequiredService<OperationWriter>().Add(
            db,
            new OperationPlan("test.kind", cluster ?? Guid.CreateVersion7(), "member1", null, plans, limit ?? TimeSpan.FromMinutes(5)),
            Actor.Portal);
        Scripts.Add(operation.Id, script);
        await db.SaveChangesAsync();
        return operation.Id;
    }

    public Task<OperationDetail> EndAsync(Guid id) =>
        UntilAsync(id, detail => detail.Summary.State is OperationState.Succeeded or OperationState.Failed or OperationState.Cancelled);

    /// <summary>Reads the operation whenever the database says that it changed, until it is as wanted.</summary>
    public async Task<OperationDetail> UntilAsync(Guid id, Func<OperationDetail, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var changes = Services.GetRequiredService<EventStream>().Subscribe([Topics.Operation], id);
        var detail = await Operations.GetAsync(id, Actor.Portal, patience.Token);
        if (wanted(detail))
        {
            return detail;
        }

        await foreach (var _ in changes.ReadAsync(TimeSpan.Zero, TimeProvider.System, patience.Token))
        {
            detail = await Operations.GetAsync(id, Actor.Portal, patience.Token);
            if (wanted(detail))
            {
                return detail;
            }
        }

        throw new InvalidOperationException("The event stream has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        await Database.DisposeAsync();
    }
}
