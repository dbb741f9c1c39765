namespace Portal.Core.Monitoring.Promql;

/// <summary>What an expression evaluates to.</summary>
public enum PromqlType
{
    Scalar,
    Text,
    InstantVector,
    RangeVector,
}
