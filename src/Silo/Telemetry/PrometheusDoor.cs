using OpenTelemetry.Metrics;

namespace FileStorage.Silo.Telemetry;

/// <summary>Answers Prometheus on a port of its own, on which there is nothing else.</summary>
internal sealed class PrometheusDoor(PrometheusText text, BaseExportingMetricReader reader)
{
    private readonly Lock _one = new();

    public async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != "/metrics")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        string collected;
        lock (_one)
        {
            reader.Collect();
            collected = text.Text;
        }

        context.Response.ContentType = PrometheusText.MediaType;
        await context.Response.WriteAsync(collected, context.RequestAborted);
    }
}
