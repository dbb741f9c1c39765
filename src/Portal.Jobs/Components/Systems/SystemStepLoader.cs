using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>Reads what a step of a system knows, and hides what is secret of it from the operation's log.</summary>
internal sealed class SystemStepLoader(
    SystemReader systems, ISystemOutputs outputs, IClusterConnections connections, IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>Null when the system is gone, or the cluster is no longer one of its.</summary>
    public async Task<SystemStepContext?> FindAsync(StepContext operation, SystemOperation wanted, CancellationToken cancellationToken)
    {
        var systemId = wanted.SystemId;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if ((await systems.ReadAsync(db, system => system.Id == systemId, cancellationToken)).SingleOrDefault() is not { } model)
        {
            return null;
        }

        var left = await systems.ReadOutputsAsync(db, [systemId], cancellationToken);
        var secrets = SystemSettings.Secrets(model.Catalog).Select(name => model.Settings[name]?.ToString()).OfType<string>();
        foreach (var secret in SecretValues.Lines(left.Texts.Concat(secrets)))
        {
            operation.Hide(secret);
        }

        return Make(operation, model, wanted);
    }

    /// <summary>
    /// A cluster that leaves is the last to know of itself: for the others it is gone already. Where all of a role leave with it, as when
    /// the system is uninstalled, it knows those: what it has on them is taken back too.
    /// </summary>
    /// <param name="operation">Of the cluster that the step is run for.</param>
    /// <param name="model">The system.</param>
    /// <param name="wanted">Names the step.</param>
    /// <param name="looking">True where nothing is written: see <see cref="StepLook"/>.</param>
    public SystemStepContext? Make(StepContext operation, SystemModel model, SystemOperation wanted, bool looking = false)
    {
        var step = wanted.Step;
        var roles = model.Catalog.Steps.FirstOrDefault(one => one.Name == step)?.Roles ?? throw ProblemException.Refused(
            $"{model.Catalog.Title} has no step \"{step}\" any more", "Its file in the catalogue was changed.", "Put the file back, and retry.");
        var here = model.Catalog.Roles.Where(role => roles.Contains(role.Name))
            .SelectMany(role => model.Members.Concat(model.Leaving).Where(member => member.ClusterId == operation.ClusterId && member.Role == role.Name)).FirstOrDefault();
        return here is null ? null : new SystemStepContext
        {
            Operation = operation,
            System = model.Catalog,
            SystemId = model.Id,
            Here = here,
            Members = model.Members.Contains(here) ? model.Members : [.. model.Members, .. model.Leaving.Where(
                member => member == here || model.Members.All(other => other.Role != member.Role))],
            Settings = model.Settings,
            Force = wanted.Force,
            Connections = connections,
            Outputs = looking ? new LookedAtOutputs(outputs) : new HiddenOutputs(outputs, operation),
            Looking = looking,
        };
    }
}
