using System.Text.Json;
using FluentValidation;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

/// <summary>
/// Adds a rollout to the unit of work of a feature service. It is an operation without a job: the worker that drives
/// rollouts looks at all that run.
/// </summary>
public sealed class RolloutWriter(IValidator<RolloutSettings> validator, TimeProvider clock)
{
    // Each change has its own limit, and a rollout ends with its last change.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromDays(7);

    /// <summary>Adds the rows; the caller saves. Throws Invalid for settings out of range or a canary that is not changed.</summary>
    public Operation Add(PortalDbContext db, RolloutRequest request, Actor actor)
    {
        var settings = request.Settings;
        validator.Demand(settings, $"{request.Title} cannot be rolled out");
        if (request.Changes.Count > RolloutRequest.MostChanges)
        {
            throw ProblemException.Invalid($"{request.Title} cannot be rolled out",
                $"It has {request.Changes.Count} changes, and a rollout has at most {RolloutRequest.MostChanges}.", "Choose fewer clusters or components.");
        }

        var clusters = request.Changes.Select(change => change.ClusterId).ToHashSet();
        if (settings.Canaries.FirstOrDefault(canary => !clusters.Contains(canary)) is var stray && stray != default)
        {
            throw ProblemException.Invalid($"{request.Title} cannot be rolled out",
                $"The canary cluster {stray} is not among the clusters that change.", "Choose canaries among the clusters of the plan.", "canaries");
        }

        var now = clock.GetUtcNow();
        var id = request.Id ?? Guid.CreateVersion7();
        var operation = new Operation
        {
            Id = id,
            Kind = request.Kind,
            TargetKey = $"rollout/{id}",
            TargetName = request.Title,
            FleetId = request.FleetId,
            Parameters = JsonSerializer.SerializeToDocument(settings, JsonSerializerOptions.Web),
            State = OperationState.Running,
            ActorId = actor.Id,
            ActorName = actor.Name,
            CreatedAt = now,
            StartedAt = now,
            TimeLimit = TimeLimit,
        };
        var canaries = Canaries(request);
        var waves = WavePlan.Of(request, canaries);
        operation.Changes.AddRange(request.Changes.Select((change, ordinal) => Row(operation.Id, ordinal, change, canaries.Contains(ordinal), waves[ordinal])));
        if (settings.Waves is not null && waves.Count > 0)
        {
            operation.Waves.AddRange(Enumerable.Range(0, waves.Max() + 1).Select(number => new RolloutWave { RolloutId = operation.Id, Number = number }));
        }

        db.Operations.Add(operation);
        return operation;
    }

    /// <summary>What a canary needs goes with it: on another cluster it would wait for the canary that waits for it.</summary>
    private static HashSet<int> Canaries(RolloutRequest request)
    {
        var canaries = new HashSet<int>();
        for (var ordinal = request.Changes.Count - 1; ordinal >= 0; ordinal--)
        {
            if (canaries.Contains(ordinal) || request.Settings.Canaries.Contains(request.Changes[ordinal].ClusterId))
            {
                canaries.Add(ordinal);
                canaries.UnionWith(request.Changes[ordinal].Needs);
            }
        }

        return canaries;
    }

    private static RolloutChange Row(Guid rollout, int ordinal, RequestedChange change, bool canary, int wave) => new()
    {
        RolloutId = rollout,
        Ordinal = ordinal,
        ClusterId = change.ClusterId,
        ClusterName = change.ClusterName,
        Subject = change.Subject,
        Kind = change.Kind,
        Stage = canary ? RolloutStage.Canary : RolloutStage.Main,
        Wave = wave,
        Needs = [.. change.Needs],
        Parameters = change.Parameters,
        ProtectedValues = change.ProtectedValues,
        OperationId = Guid.CreateVersion7(),
    };
}
