namespace Portal.Core.Monitoring.Traces;

/// <summary>The part of a service in what a span tells, as OpenTelemetry names it.</summary>
public enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
