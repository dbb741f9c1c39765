namespace Portal.Core.Onboarding.Requests;

/// <summary>How far a request for a cluster is. <see cref="RequestMoves"/> says what follows what.</summary>
public enum RequestState
{
    /// <summary>The rules or an approver said no: it can be changed.</summary>
    Refused,

    /// <summary>It passes the rules and waits for an approver.</summary>
    Waiting,

    /// <summary>It may join, and has a place in the quota.</summary>
    Approved,

    /// <summary>A join command was made or a kubeconfig given; its cluster has a row.</summary>
    Joining,

    /// <summary>It has joined, and is brought to the policy's profile.</summary>
    Installing,

    /// <summary>The smoke test runs.</summary>
    Testing,

    /// <summary>Joining, installing or testing failed: it can be tried again.</summary>
    Failed,

    HandedOver,

    Withdrawn,

    Expired,
}
