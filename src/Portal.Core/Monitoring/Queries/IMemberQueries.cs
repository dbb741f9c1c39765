using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Queries;

/// <summary>Asks one cluster. The caller has authorised.</summary>
public interface IMemberQueries
{
    /// <exception cref="MemberFaultException">There is no whole answer; the exception says why.</exception>
    Task<MemberAnswer> AskAsync(QueryMember member, string query, TimeGrid grid, AnswerBudget budget, CancellationToken cancellationToken);
}
