using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Drift;
using Portal.Core.Components.Profiles;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.States;
using Portal.Core.Namespaces;
using Portal.Core.Onboarding.Requests;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Web.Shell;

/// <summary>How a state looks: a shape and a tone, so that neither colour nor shape stands alone. The word comes from the resources.</summary>
/// <param name="Word">The key of the word in ShellText.</param>
public sealed record StatusLook(StatusShape Shape, string Tone, string Word)
{
    public static StatusLook Of(ClusterState state) => state switch
    {
        ClusterState.Healthy => new(StatusShape.Disc, "good", "State.Healthy"),
        ClusterState.Degraded => new(StatusShape.Triangle, "warn", "State.Degraded"),
        ClusterState.Unreachable => new(StatusShape.Square, "bad", "State.Unreachable"),
        ClusterState.Joining => new(StatusShape.Dashes, "busy", "State.Joining"),
        ClusterState.Leaving => new(StatusShape.Dashes, "busy", "State.Leaving"),
        _ => new(StatusShape.Ring, "mute", "State.Unknown"),
    };

    public static StatusLook Of(ReleaseState state) => state switch
    {
        ReleaseState.Ready => new(StatusShape.Disc, "good", "Release.Ready"),
        ReleaseState.Degraded => new(StatusShape.Triangle, "warn", "Release.Degraded"),
        ReleaseState.Failed => new(StatusShape.Square, "bad", "Release.Failed"),
        ReleaseState.Uninstalling => new(StatusShape.Dashes, "busy", "Release.Uninstalling"),
        _ => new(StatusShape.Dashes, "busy", "Release.Installing"),
    };

    public static StatusLook Of(RequestState state) => state switch
    {
        RequestState.Waiting => new(StatusShape.Triangle, "warn", "Request.Waiting"),
        RequestState.Approved => new(StatusShape.Check, "good", "Request.Approved"),
        RequestState.Joining => new(StatusShape.Dashes, "busy", "Request.Joining"),
        RequestState.Installing => new(StatusShape.Dashes, "busy", "Request.Installing"),
        RequestState.Testing => new(StatusShape.Dashes, "busy", "Request.Testing"),
        RequestState.HandedOver => new(StatusShape.Disc, "good", "Request.HandedOver"),
        RequestState.Failed => new(StatusShape.Square, "bad", "Request.Failed"),
        RequestState.Refused => new(StatusShape.Square, "bad", "Request.Refused"),
        RequestState.Withdrawn => new(StatusShape.Slash, "mute", "Request.Withdrawn"),
        _ => new(StatusShape.Slash, "mute", "Request.Expired"),
    };

    public static StatusLook Of(ApplicationState state) => state switch
    {
        ApplicationState.Delivered => new(StatusShape.Disc, "good", "Application.Delivered"),
        ApplicationState.Failed => new(StatusShape.Square, "bad", "Application.Failed"),
        ApplicationState.Delivering => new(StatusShape.Dashes, "busy", "Application.Delivering"),
        ApplicationState.Deleting => new(StatusShape.Dashes, "busy", "Application.Deleting"),
        _ => new(StatusShape.Ring, "mute", "Application.New"),
    };

    public static StatusLook Of(SourceState state) => state switch
    {
        SourceState.Synced => new(StatusShape.Check, "good", "Source.Synced"),
        SourceState.Failed => new(StatusShape.Square, "bad", "Source.Failed"),
        _ => new(StatusShape.Dashes, "busy", "Source.Syncing"),
    };

    public static StatusLook Of(NamespaceState state) => state switch
    {
        NamespaceState.Waiting => new(StatusShape.Triangle, "warn", "Request.Waiting"),
        NamespaceState.Delivering => new(StatusShape.Dashes, "busy", "Application.Delivering"),
        NamespaceState.Delivered => new(StatusShape.Disc, "good", "Application.Delivered"),
        NamespaceState.Deleting => new(StatusShape.Dashes, "busy", "Application.Deleting"),
        NamespaceState.Failed => new(StatusShape.Square, "bad", "Application.Failed"),
        NamespaceState.Refused => new(StatusShape.Square, "bad", "Request.Refused"),
        NamespaceState.Withdrawn => new(StatusShape.Slash, "mute", "Request.Withdrawn"),
        _ => new(StatusShape.Slash, "mute", "Request.Expired"),
    };

    public static StatusLook Of(AskState state) => state switch
    {
        AskState.Waiting => new(StatusShape.Triangle, "warn", "Request.Waiting"),
        AskState.Approved => new(StatusShape.Check, "good", "Request.Approved"),
        AskState.Refused => new(StatusShape.Square, "bad", "Request.Refused"),
        AskState.Withdrawn => new(StatusShape.Slash, "mute", "Request.Withdrawn"),
        _ => new(StatusShape.Slash, "mute", "Request.Expired"),
    };

    public static StatusLook Of(ClusterDelivery state) => state switch
    {
        ClusterDelivery.Delivered => new(StatusShape.Check, "good", "Delivery.Delivered"),
        ClusterDelivery.Failed => new(StatusShape.Square, "bad", "Delivery.Failed"),
        _ => new(StatusShape.Dashes, "busy", "Delivery.Pending"),
    };

    public static StatusLook Of(ProposalState state) => state switch
    {
        ProposalState.Open => new(StatusShape.Triangle, "warn", "Proposal.Open"),
        ProposalState.Applying => new(StatusShape.Dashes, "busy", "Proposal.Applying"),
        ProposalState.Applied => new(StatusShape.Check, "good", "Proposal.Applied"),
        ProposalState.Failed => new(StatusShape.Square, "bad", "Proposal.Failed"),
        ProposalState.Dismissed => new(StatusShape.Ring, "mute", "Proposal.Dismissed"),
        _ => new(StatusShape.Ring, "mute", "Proposal.Superseded"),
    };

    public static StatusLook Of(EvictionState state) => state switch
    {
        EvictionState.Held => new(StatusShape.Triangle, "warn", "Eviction.Held"),
        EvictionState.Waiting => new(StatusShape.Square, "bad", "Eviction.Waiting"),
        EvictionState.Dismissed => new(StatusShape.Ring, "mute", "Eviction.Dismissed"),
        EvictionState.Moving => new(StatusShape.Dashes, "busy", "Eviction.Moving"),
        EvictionState.Evicted => new(StatusShape.Slash, "warn", "Eviction.Evicted"),
        EvictionState.Clearing => new(StatusShape.Dashes, "busy", "Eviction.Clearing"),
        EvictionState.Returning => new(StatusShape.Dashes, "busy", "Eviction.Returning"),
        EvictionState.Removed => new(StatusShape.Check, "good", "Eviction.Removed"),
        EvictionState.Returned => new(StatusShape.Check, "good", "Eviction.Returned"),
        _ => new(StatusShape.Ring, "mute", "Eviction.Withdrawn"),
    };

    public static StatusLook Of(ObjectHealth health) => health switch
    {
        ObjectHealth.Ready => new(StatusShape.Disc, "good", "Health.Ready"),
        ObjectHealth.Progressing => new(StatusShape.Dashes, "busy", "Health.Progressing"),
        ObjectHealth.Degraded => new(StatusShape.Square, "bad", "Health.Degraded"),
        ObjectHealth.OutOfSync => new(StatusShape.Triangle, "warn", "Health.OutOfSync"),
        ObjectHealth.Missing => new(StatusShape.Slash, "bad", "Health.Missing"),
        _ => new(StatusShape.Ring, "mute", "Health.Unknown"),
    };

    public static StatusLook Of(DriftState state) => state switch
    {
        DriftState.InSync => new(StatusShape.Check, "good", "Drift.InSync"),
        DriftState.Drifted => new(StatusShape.Triangle, "warn", "Drift.Drifted"),
        _ => new(StatusShape.Ring, "mute", "Drift.Unknown"),
    };

    public static StatusLook Of(ProfileFit fit) => fit switch
    {
        ProfileFit.InProfile => new(StatusShape.Check, "good", "Fit.InProfile"),
        ProfileFit.Missing => new(StatusShape.Ring, "mute", "Fit.Missing"),
        ProfileFit.Differs => new(StatusShape.Triangle, "warn", "Fit.Differs"),
        ProfileFit.Changing => new(StatusShape.Dashes, "busy", "Fit.Changing"),
        _ => new(StatusShape.Square, "bad", "Fit.Failed"),
    };

    public static StatusLook Of(SystemState state) => state switch
    {
        SystemState.Ready => new(StatusShape.Disc, "good", "Release.Ready"),
        SystemState.Failed => new(StatusShape.Square, "bad", "Release.Failed"),
        SystemState.Changing => new(StatusShape.Dashes, "busy", "System.Changing"),
        SystemState.Uninstalling => new(StatusShape.Dashes, "busy", "Release.Uninstalling"),
        _ => new(StatusShape.Dashes, "busy", "Release.Installing"),
    };

    /// <summary>A cluster of a system: well only when nothing is left to be done or mended there.</summary>
    public static StatusLook Of(SystemMemberView member) => member switch
    {
        { State: SystemMemberState.Joining } => new(StatusShape.Dashes, "busy", "State.Joining"),
        { State: SystemMemberState.Leaving } => new(StatusShape.Dashes, "busy", "State.Leaving"),
        { IsReady: true } => new(StatusShape.Disc, "good", "Release.Ready"),
        _ => new(StatusShape.Triangle, "warn", "Release.Degraded"),
    };

    public static StatusLook Of(SystemStepState state) => state switch
    {
        SystemStepState.Done => new(StatusShape.Check, "good", "Step.Succeeded"),
        SystemStepState.Failed => new(StatusShape.Square, "bad", "Step.Failed"),
        SystemStepState.Running => new(StatusShape.Dashes, "busy", "Step.Running"),
        _ => new(StatusShape.Ring, "mute", "Step.Pending"),
    };

    public static StatusLook Of(OperationState state) => state switch
    {
        OperationState.Succeeded => new(StatusShape.Check, "good", "Operation.Succeeded"),
        OperationState.Failed => new(StatusShape.Square, "bad", "Operation.Failed"),
        OperationState.Cancelled => new(StatusShape.Slash, "mute", "Operation.Cancelled"),
        OperationState.Running => new(StatusShape.Dashes, "busy", "Operation.Running"),
        _ => new(StatusShape.Ring, "mute", "Operation.Queued"),
    };

    public static StatusLook Of(StepState state) => state switch
    {
        StepState.Succeeded => new(StatusShape.Check, "good", "Step.Succeeded"),
        StepState.Failed => new(StatusShape.Square, "bad", "Step.Failed"),
        StepState.Cancelled => new(StatusShape.Slash, "mute", "Step.Cancelled"),
        StepState.Running => new(StatusShape.Dashes, "busy", "Step.Running"),
        StepState.Skipped => new(StatusShape.Slash, "mute", "Step.Skipped"),
        _ => new(StatusShape.Ring, "mute", "Step.Pending"),
    };

    public static StatusLook Of(RolloutChangeState state) => state switch
    {
        RolloutChangeState.Succeeded => new(StatusShape.Check, "good", "Step.Succeeded"),
        RolloutChangeState.Failed => new(StatusShape.Square, "bad", "Step.Failed"),
        RolloutChangeState.Started => new(StatusShape.Dashes, "busy", "Step.Running"),
        RolloutChangeState.Skipped => new(StatusShape.Slash, "mute", "Step.Skipped"),
        _ => new(StatusShape.Ring, "mute", "Step.Pending"),
    };

    public static StatusLook Of(WaveState state) => state switch
    {
        WaveState.Passed => new(StatusShape.Check, "good", "Step.Succeeded"),
        WaveState.Failed => new(StatusShape.Square, "bad", "Step.Failed"),
        WaveState.Running or WaveState.Soaking => new(StatusShape.Dashes, "busy", "Step.Running"),
        _ => new(StatusShape.Ring, "mute", "Step.Pending"),
    };

    public static StatusLook Of(WaveOutcome outcome) => outcome switch
    {
        WaveOutcome.Passed => new(StatusShape.Check, "good", "Step.Succeeded"),
        WaveOutcome.Failed => new(StatusShape.Square, "bad", "Step.Failed"),
        _ => new(StatusShape.Ring, "mute", "Step.Pending"),
    };

    /// <summary>What nobody has seen working is never told in the tone of what works.</summary>
    public static StatusLook Of(SystemConnectionState state) => state switch
    {
        SystemConnectionState.Connected => new(StatusShape.Disc, "good", "Connection.Connected"),
        SystemConnectionState.Prepared => new(StatusShape.Check, "mute", "Connection.Prepared"),
        SystemConnectionState.Connecting => new(StatusShape.Dashes, "busy", "Connection.Connecting"),
        SystemConnectionState.Failed => new(StatusShape.Square, "bad", "Connection.Failed"),
        SystemConnectionState.Missing => new(StatusShape.Triangle, "warn", "Connection.Missing"),
        _ => new(StatusShape.Ring, "mute", "Connection.Unknown"),
    };

    public static StatusLook Of(MemberPart part) => part switch
    {
        MemberPart.Answered => new(StatusShape.Disc, "good", "Part.Answered"),
        MemberPart.Missing => new(StatusShape.Square, "bad", "Part.Missing"),
        _ => new(StatusShape.Ring, "mute", "Part.NotAsked"),
    };

    public static StatusLook Of(AlertGroup alerts) => alerts switch
    {
        { Firing: 0 } => new(StatusShape.Ring, "mute", "Alert.Pending"),
        { Severity: "critical" or "error" or "page" } => new(StatusShape.Square, "bad", "Alert.Firing"),
        { Severity: "none" or "info" } => new(StatusShape.Disc, "mute", "Alert.Firing"),
        _ => new(StatusShape.Triangle, "warn", "Alert.Firing"),
    };

    public static StatusLook Of(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => new(StatusShape.Square, "bad", "Severity.Critical"),
        AlertSeverity.Warning => new(StatusShape.Triangle, "warn", "Severity.Warning"),
        _ => new(StatusShape.Disc, "mute", "Severity.Info"),
    };

    public static StatusLook Of(MessageState state) => state switch
    {
        MessageState.Sent => new(StatusShape.Check, "good", "Message.Sent"),
        MessageState.Failed => new(StatusShape.Square, "bad", "Message.Failed"),
        _ => new(StatusShape.Dashes, "busy", "Message.Waiting"),
    };

    public static StatusLook Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => new(StatusShape.Check, "good", "Check.Passed"),
        CheckOutcome.Warning => new(StatusShape.Triangle, "warn", "Check.Warning"),
        CheckOutcome.Failed => new(StatusShape.Square, "bad", "Check.Failed"),
        _ => new(StatusShape.Slash, "mute", "Check.Skipped"),
    };
}
