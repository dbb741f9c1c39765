using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>A cluster that a step looks at does not answer: nothing can be said.</summary>
internal sealed class NoAnswerException(ProblemException inner) : Exception("A cluster does not answer.", inner)
{
    public Problem Problem => inner.Problem;
}
