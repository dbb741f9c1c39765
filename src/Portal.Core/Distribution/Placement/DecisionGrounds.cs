namespace Portal.Core.Distribution.Placement;

/// <summary>What a decision was taken over. The reasons of thousands of clusters are put down when somebody asks for them.</summary>
internal sealed class DecisionGrounds(IReadOnlyList<PlacementCluster> fleet, ClusterFilter filter, Candidate[] candidates)
{
    public IReadOnlyList<ExcludedCluster> Excluded => field ??= ReasonsOut();

    public IReadOnlyList<CandidateCluster> Candidates => field ??= BestFirst();

    public IReadOnlyDictionary<string, ExcludedCluster> ExcludedByName => field ??= Excluded.ToDictionary(one => one.Cluster);

    public IReadOnlyDictionary<string, CandidateCluster> CandidatesByName => field ??= Candidates.ToDictionary(one => one.Cluster);

    private List<ExcludedCluster> ReasonsOut()
    {
        var excluded = new List<ExcludedCluster>(fleet.Count - candidates.Length);
        for (var i = 0; i < fleet.Count; i++)
        {
            if (filter.Check(fleet[i], out _) is { } reason)
            {
                excluded.Add(new ExcludedCluster(fleet[i].Name, reason, filter.Detail(fleet[i], reason)));
            }
        }

        return excluded;
    }

    private CandidateCluster[] BestFirst()
    {
        var sorted = (Candidate[])candidates.Clone();
        Array.Sort(sorted);
        return Array.ConvertAll(sorted, candidate => new CandidateCluster(candidate.Name, candidate.Score, candidate.Available));
    }
}
