namespace Portal.Ctl.Running;

/// <summary>What the tool ends with: a contract for scripts, told in docs/operators/portalctl.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The portal refused, an operation failed, or a part of what was asked for did.</summary>
    public const int Failed = 1;

    /// <summary>The command or a file is not understood; nothing was changed.</summary>
    public const int Usage = 2;

    /// <summary>`diff` found differences.</summary>
    public const int Differences = 3;

    public const int NotFound = 4;

    /// <summary>There is no token, or it may not do that.</summary>
    public const int Refused = 5;

    /// <summary>The portal did not answer.</summary>
    public const int Unreachable = 6;

    /// <summary>Ctrl-C: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;
}
