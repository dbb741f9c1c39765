using System.Text.Json.Nodes;
using FluentValidation;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Silences;

internal sealed class SilenceService(
    AlertmanagerDirectory directory, QueryMembers members, SourceRequests requests, IValidator<SilenceRequest> validator, IAuditRecords audit, TimeProvider time) : ISilences
{
    private const string Path = "api/v2/silences";

    public async Task<SilenceList> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var known = await directory.ReadAsync(cancellationToken);
        var parts = await Task.WhenAll((await members.ReadAsync(QueryScope.All, actor, Permission.ViewMetrics, cancellationToken)).Select(ReadAsync));
        return new SilenceList([.. parts.SelectMany(part => part.Silences).OrderBy(silence => silence.EndsAt).ThenBy(silence => silence.Id, StringComparer.Ordinal)], new Coverage([.. parts.Select(part => part.Said)]));

        async Task<(IReadOnlyList<Silence> Silences, MemberCoverage Said)> ReadAsync(QueryMember member)
        {
            var started = time.GetTimestamp();
            if (!known.TryGetValue(member.Id, out var source))
            {
                return ([], new MemberCoverage(member, MemberPart.NotAsked, null, null, TimeSpan.Zero));
            }

            try
            {
                var json = await requests.AskAsync(source, (client, token) => client.GetAsync(Path, token), AlertmanagerAnswer.ReadAsync, cancellationToken);
                return (AlertmanagerAnswer.Silences(json, member), new MemberCoverage(member, MemberPart.Answered, null, null, time.GetElapsedTime(started)));
            }
            catch (MemberFaultException fault)
            {
                return ([], new MemberCoverage(member, MemberPart.Missing, fault.Kind, fault.Why, time.GetElapsedTime(started)));
            }
        }
    }

    public async Task<IReadOnlyList<SilenceOutcome>> CreateAsync(SilenceRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ManageSilences);
        validator.Demand(request, "The silence was not made");
        var known = await directory.ReadAsync(cancellationToken);
        var chosen = await members.ReadAsync(new QueryScope(null, request.ClusterIds), actor, Permission.ManageSilences, cancellationToken);
        var body = AlertmanagerAnswer.Body(request, actor.Name, time.GetUtcNow());
        var made = await Task.WhenAll(chosen.Where(member => request.ClusterIds is not null || known.ContainsKey(member.Id)).Select(member => MakeAsync(member, known.GetValueOrDefault(member.Id), body, cancellationToken)));
        foreach (var outcome in made)
        {
            await RecordAsync(AuditActs.Created, outcome, body, actor);
        }

        return made;
    }

    public async Task<SilenceOutcome> ReplaceAsync(Guid clusterId, string silenceId, SilenceRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ManageSilences);
        validator.Demand(request, "The silence was not changed");
        if (!(await directory.ReadAsync(cancellationToken)).TryGetValue(clusterId, out var source) || !Guid.TryParse(silenceId, out var id)
            || await members.ReadAsync(new QueryScope(null, [clusterId]), actor, Permission.ManageSilences, cancellationToken) is not [var member])
        {
            throw ProblemException.NotFound("This silence does not exist");
        }

        var body = AlertmanagerAnswer.Body(request, actor.Name, time.GetUtcNow(), id.ToString());
        var made = await MakeAsync(member, source, body, cancellationToken);
        await RecordAsync(AuditActs.Changed, made, body, actor);
        return made;
    }

    public async Task ExpireAsync(Guid clusterId, string silenceId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ManageSilences);
        if (!(await directory.ReadAsync(cancellationToken)).TryGetValue(clusterId, out var source) || !Guid.TryParse(silenceId, out var id)
            || await members.ReadAsync(new QueryScope(null, [clusterId]), actor, Permission.ManageSilences, cancellationToken) is not [_])
        {
            throw ProblemException.NotFound("This silence does not exist");
        }

        try
        {
            await requests.AskAsync(source, (client, token) => client.SendOnceAsync(HttpMethod.Delete, $"api/v2/silence/{id}", null, token), AlertmanagerAnswer.ReadAsync, cancellationToken);
            await RecordAsync(AuditActs.Removed, new SilenceOutcome(clusterId, "", id.ToString(), null, ""), "", actor);
        }
        catch (MemberFaultException fault)
        {
            await RecordAsync(AuditActs.Removed, new SilenceOutcome(clusterId, "", null, fault.Kind, fault.Why), id.ToString(), actor);
            throw new ProblemException(new Problem(ProblemKind.Unavailable, "The silence was not ended", fault.Why, "Try again."), fault);
        }
    }

    /// <summary>After it was tried, whoever goes meanwhile: what is done in a cluster cannot be in one transaction with its record.</summary>
    private Task RecordAsync(string act, SilenceOutcome outcome, string said, Actor actor) => audit.AddAsync(
        act, AuditKinds.Silence, outcome.Cluster, outcome.SilenceId is null ? AuditOutcomes.Failed : AuditOutcomes.Done, actor, CancellationToken.None,
        objectId: outcome.SilenceId ?? outcome.ClusterId.ToString(), detail: outcome.SilenceId is null ? $"{outcome.Why} {said}" : said, permission: Permission.ManageSilences);

    private async Task<SilenceOutcome> MakeAsync(QueryMember member, KnownSource? source, string body, CancellationToken cancellationToken)
    {
        try
        {
            // Once only: a second one, sent to be sure, would be a second silence.
            var json = await requests.AskAsync(
                source ?? throw Alertmanagers.NoAlertmanager(), (client, token) => client.SendOnceAsync(HttpMethod.Post, Path, body, token), AlertmanagerAnswer.ReadAsync, cancellationToken);
            return json is JsonObject said && said["silenceID"] is JsonValue id
                ? new SilenceOutcome(member.Id, member.Name, id.ToString(), null, "")
                : throw MemberFaults.Malformed();
        }
        catch (MemberFaultException fault)
        {
            return new SilenceOutcome(member.Id, member.Name, null, fault.Kind, fault.Why);
        }
    }
}
