namespace Portal.Jobs.Components;

/// <summary>What only looks has come to something that it would change. No <see cref="Portal.Core.Problems.ProblemException"/>: no step takes it for one of its own.</summary>
internal sealed class ChangeNeededException : Exception;
