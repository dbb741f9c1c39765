using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Notifications;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Monitoring.Notifications;

/// <summary>The channels that are told of alerts.</summary>
internal static class ChannelsApi
{
    private const string Tag = "Alerts";

    public static void MapChannels(this RouteGroupBuilder api)
    {
        var channels = api.MapGroup("/notification-channels");
        channels.MapGet("/", ListAsync).Needs(Permission.ViewMonitoring)
            .Says("ListNotificationChannels", Tag, "The channels that are told of alerts, without their addresses and secrets.");
        channels.MapPost("/", CreateAsync).Needs(Permission.ManageNotifications).Fails(409, 422)
            .Says("CreateNotificationChannel", Tag, "Adds a channel: a webhook, mail, Slack, DingTalk, Feishu or WeCom.");
        channels.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("GetNotificationChannel", Tag, "A channel without its address and secrets.");
        channels.MapPut("/{id:guid}", UpdateAsync).Needs(Permission.ManageNotifications).Fails(404, 409, 422)
            .Says("UpdateNotificationChannel", Tag, "Changes a channel. A secret that is left out stays.");
        channels.MapDelete("/{id:guid}", DeleteAsync).Needs(Permission.ManageNotifications).Fails(404)
            .Says("DeleteNotificationChannel", Tag, "Deletes a channel with the record of its messages.");
        channels.MapPost("/{id:guid}/test", TestAsync).Needs(Permission.ManageNotifications).Fails(404)
            .Says("TestNotificationChannel", Tag, "Sends a message now, and tells what came of it.");
        channels.MapGet("/{id:guid}/messages", MessagesAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("ListNotificationMessages", Tag, "What was sent to a channel, what waits and what was given up, the newest first.");
    }

    private static async Task<Ok<IReadOnlyList<ChannelView>>> ListAsync(IChannels channels, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await channels.ListAsync(caller.Actor, cancellationToken));

    private static async Task<Created<ChannelView>> CreateAsync(ChannelRequest body, IChannels channels, Caller caller, CancellationToken cancellationToken)
    {
        var made = await channels.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/notification-channels/{made.Id}", made);
    }

    private static async Task<Ok<ChannelView>> GetAsync(Guid id, IChannels channels, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await channels.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<ChannelView>> UpdateAsync(Guid id, ChannelRequest body, IChannels channels, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await channels.UpdateAsync(id, body, caller.Actor, cancellationToken));

    private static async Task<NoContent> DeleteAsync(Guid id, IChannels channels, Caller caller, CancellationToken cancellationToken)
    {
        await channels.DeleteAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<MessageView>> TestAsync(Guid id, IChannels channels, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await channels.TestAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<Page<MessageView>>> MessagesAsync(
        Guid id, int? skip, [Description("1 to 200 rows; 50 when left out.")] int? take, IChannels channels, Caller caller, CancellationToken cancellationToken)
    {
        var page = await channels.MessagesAsync(id, Math.Max(0, skip ?? 0), Math.Clamp(take ?? 50, 1, 200), caller.Actor, cancellationToken);
        return TypedResults.Ok(Pages.Of(page.Items, page.Total ?? 0, Math.Max(0, skip ?? 0)));
    }
}
