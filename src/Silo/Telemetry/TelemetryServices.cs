using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FileStorage.Silo.Telemetry;

/// <summary>Metrics for Prometheus and OTLP, traces for OTLP; only what the settings ask for is made.</summary>
internal static class TelemetryServices
{
    private static readonly string[] Meters =
    [
        "FileStorage.Chunks", "FileStorage.Drives", "FileStorage.Gateway", "FileStorage.Maintenance", "FileStorage.Metadata", "FileStorage.Search",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Microsoft.Orleans",
    ];

    /// <summary>The settings; null where none is set.</summary>
    public static TelemetryOptions? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(TelemetryOptions.Section);
        return section.Exists() ? section.Get<TelemetryOptions>() : null;
    }

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        if (Read(builder.Configuration) is not { } options)
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("filestorage"));
        Uri? collector = options.OtlpEndpoint is { Length: > 0 } address ? new Uri(address) : null;
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (options.PrometheusPort is not null)
            {
                var text = new PrometheusText();
                var reader = new BaseExportingMetricReader(text);
                builder.Services.AddSingleton(new PrometheusDoor(text, reader));
                metrics.AddReader(reader);
            }

            if (collector is not null)
            {
                metrics.AddOtlpExporter(otlp => otlp.Endpoint = collector);
            }
        });
        if (collector is not null)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource("Microsoft.AspNetCore", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.TraceShare)))
                .AddProcessor(new NamelessActivities())
                .AddOtlpExporter(otlp => otlp.Endpoint = collector));
        }
    }

    /// <summary>Before everything else: what comes to the port of Prometheus gets no further.</summary>
    public static void UseTelemetry(this WebApplication application)
    {
        if (Read(application.Configuration) is { PrometheusPort: { } port })
        {
            var door = application.Services.GetRequiredService<PrometheusDoor>();
            application.Use((context, next) => context.Connection.LocalPort == port ? door.AnswerAsync(context) : next(context));
        }
    }
}
