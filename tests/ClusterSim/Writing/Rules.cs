using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>Validation, in the words of the API server.</summary>
public static class Rules
{
    public static void Demand(Cluster cluster, Resource resource, Map obj, Map? before)
    {
        List<FieldError> errors = [.. MetaRules.Check(resource, obj, before)];
        if (resource.Custom is not null)
        {
            CustomSchema.Validate(resource.Schema, obj, "", errors);
        }
        else
        {
            TypeRules.Check(resource, obj, errors);
            KindChecks.Check(cluster, resource, obj, before, errors);
        }

        if (errors.Count > 0)
        {
            throw Failures.Invalid(resource.Group, resource.Kind, obj.At("metadata", "name") as string ?? "", errors);
        }
    }
}
