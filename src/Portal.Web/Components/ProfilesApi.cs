using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Components;

/// <summary>Named sets of components, and the fleets that have them.</summary>
internal static class ProfilesApi
{
    private const string Tag = "Profiles";

    public static void MapProfiles(this RouteGroupBuilder api)
    {
        api.MapGet("/profiles", ListAsync).Needs(Permission.ViewComponents)
            .Says("ListProfiles", Tag, "All profiles: those that come with the portal, and those that people made.");
        api.MapGet("/profiles/{name}", GetAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetProfile", Tag, "A profile, also as YAML that reads back as the same.");
        api.MapPost("/profiles", CreateAsync).Needs(Permission.ManageComponents).Fails(409, 422)
            .Says("CreateProfile", Tag, "Makes a profile.");
        api.MapPut("/profiles/{name}", UpdateAsync).Needs(Permission.ManageComponents).Fails(404, 409, 422)
            .Says("UpdateProfile", Tag, "Changes a profile. Clusters change when a plan for their fleet is applied.");
        api.MapDelete("/profiles/{name}", DeleteAsync).Needs(Permission.ManageComponents).Fails(404, 409)
            .Says("DeleteProfile", Tag, "Deletes a profile that no fleet has.");
        api.MapPost("/profiles/read", ReadAsync).Needs(Permission.ManageComponents).Fails(422)
            .Says("ReadProfile", Tag, "Reads YAML: a profile, or Kurator's own Fleet and AttachedCluster, with an account of every field. Stores nothing.");
        var fleet = api.MapGroup("/fleets/{fleetId:guid}/profile");
        fleet.MapGet("/", GetFleetAsync).Needs(Permission.ViewComponents)
            .Says("GetFleetProfile", Tag, "A fleet's profile, and how each of its clusters is beside it.");
        fleet.MapPut("/", AssignAsync).Needs(Permission.ManageComponents).Fails(404)
            .Says("AssignFleetProfile", Tag, "Gives a fleet a profile: a cluster that joins it is brought to it from now on.");
        fleet.MapDelete("/", UnassignAsync).Needs(Permission.ManageComponents)
            .Says("UnassignFleetProfile", Tag, "The fleet has no profile any more. Nothing is uninstalled.");
        fleet.MapPost("/plan", PlanAsync).Needs(Permission.ManageComponents).Fails(409)
            .Says("PlanFleetProfile", Tag, "Makes a plan that brings all clusters of the fleet to its profile.");
    }

    private static async Task<Ok<Page<ProfileSummary>>> ListAsync(IProfiles profiles, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await profiles.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Ok<ProfileDetail>> GetAsync(string name, IProfiles profiles, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await profiles.GetAsync(name, caller.Actor, cancellationToken));

    private static async Task<Created<ProfileDetail>> CreateAsync(
        ProfileContent body, IProfiles profiles, Caller caller, CancellationToken cancellationToken)
    {
        var profile = await profiles.SaveAsync(body, null, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/profiles/{profile.Summary.Name}", profile);
    }

    private static async Task<Ok<ProfileDetail>> UpdateAsync(
        string name, ProfileBody body, IProfiles profiles, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await profiles.SaveAsync(new ProfileContent(name, body.Title, body.Description, body.Components, body.Systems), body.Version, caller.Actor, cancellationToken));

    private static async Task<NoContent> DeleteAsync(string name, IProfiles profiles, Caller caller, CancellationToken cancellationToken)
    {
        await profiles.DeleteAsync(name, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ProfileImport>> ReadAsync(YamlBody body, IProfiles profiles, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await profiles.ReadAsync(body.Yaml, caller.Actor, cancellationToken));

    private static async Task<Ok<FleetProfileDetail>> GetFleetAsync(Guid fleetId, IProfiles profiles, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await profiles.GetFleetAsync(fleetId, caller.Actor, cancellationToken));

    private static async Task<NoContent> AssignAsync(
        Guid fleetId, AssignBody body, IProfiles profiles, Caller caller, CancellationToken cancellationToken)
    {
        await profiles.AssignAsync(fleetId, body.Profile, body.CleanUp, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> UnassignAsync(Guid fleetId, IProfiles profiles, Caller caller, CancellationToken cancellationToken)
    {
        await profiles.UnassignAsync(fleetId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Created<PlanStarted>> PlanAsync(Guid fleetId, IProfiles profiles, Caller caller, CancellationToken cancellationToken)
    {
        var plan = await profiles.PlanAsync(fleetId, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/component-plans/{plan}", new PlanStarted(plan));
    }
}

/// <param name="Version">The version that was read: a change since then is a conflict.</param>
internal sealed record ProfileBody(
    string Title, string Description, IReadOnlyList<ProfileComponent> Components, uint Version, IReadOnlyList<ProfileSystem>? Systems = null);

/// <param name="Yaml">One profile, or the documents of Kurator objects.</param>
internal sealed record YamlBody(string Yaml)
{
    /// <summary>Without the text: its values may be secret.</summary>
    public override string ToString() => nameof(YamlBody);
}

/// <param name="CleanUp">Whether a cluster that leaves the fleet is cleaned of what the profile brought.</param>
internal sealed record AssignBody(string Profile, bool CleanUp = false);

internal sealed record PlanStarted(Guid PlanId);
