using System.Net;
using FileStorage.Api.Administration;
using FileStorage.Api.Health;
using FileStorage.Api.Hosting;
using FileStorage.Grains;
using FileStorage.Silo.Backups;
using FileStorage.Silo.Buffers;
using FileStorage.Silo.Clustering;
using FileStorage.Silo.Collecting;
using FileStorage.Silo.Scrubbing;
using FileStorage.Silo.Telemetry;
using FileStorage.Storage.Chunks;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace FileStorage.Silo.Hosting;

/// <summary>Composes the service: silo, stores and gateway in one process.</summary>
internal static class SiloHost
{
    /// <exception cref="StartException">A setting is wrong, or the data folder cannot be used.</exception>
    public static WebApplication Build(string[] arguments)
    {
        NormalizationCheck.Require();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = arguments,

            // Settings lie beside the program; the working folder is the operator's and holds the data.
            ContentRootPath = AppContext.BaseDirectory,
        });
        Settings.AddSources(builder.Configuration, arguments);
        AddLogging(builder.Logging, builder.Configuration);
        AddServer(builder);

        var folder = DataFolder.Open(builder.Configuration["data"] ?? "data");
        builder.Services.AddSingleton(folder);
        var member = MemberSettings.Read(builder.Configuration);
        var role = member?.Role ?? ProcessRole.SiloAndGateway;
        AddServices(builder.Services, builder.Configuration, folder, role);
        builder.AddTelemetry();
        RuntimeHost.Add(builder, member);

        var application = builder.Build();
        application.UseTelemetry();
        application.UseDashboard();
        if (role is ProcessRole.Silo)
        {
            application.UseHealth();
        }
        else
        {
            application.UseGateway();
        }

        return application;
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration, DataFolder folder, ProcessRole role)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddChunkStore(configuration, folder.Path);
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section);
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddOptions<HostOptions>().Configure<IOptions<GatewayOptions>>(
            (host, gateway) => host.ShutdownTimeout = TimeSpan.FromSeconds(20 + gateway.Value.DrainSeconds));
        if (role is not ProcessRole.Gateway)
        {
            MetadataPlace.Add(services, configuration, folder);
            services.AddGrains();

            // Before the server: a database that cannot be opened ends the start, and not the first request.
            services.AddSingleton<RestoredData>();
            services.AddHostedService<MetadataStart>();
            services.AddOptions<CollectionOptions>().BindConfiguration(CollectionOptions.Section).ValidateOnStart();
            services.AddSingleton<IValidateOptions<CollectionOptions>, CollectionOptionsValidator>();
            services.AddHostedService<Collection>();
            services.AddOptions<BackupOptions>().BindConfiguration(BackupOptions.Section);
            services.AddSingleton<BackupFolder>();
            services.AddSingleton<IServerBackup, ServerBackup>();
            services.AddSingleton<IServerRepair, ServerRepair>();
            services.AddOptions<ScrubOptions>().BindConfiguration(ScrubOptions.Section).ValidateOnStart();
            services.AddSingleton<IValidateOptions<ScrubOptions>, ScrubOptionsValidator>();
            services.AddHostedService<Scrubbing.Scrubbing>();
        }

        if (role is not ProcessRole.Silo)
        {
            services.AddGateway();
        }
    }

    private static void AddServer(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, SocketBufferPools>();
        builder.WebHost.UseUrls(Settings.Urls(builder.Configuration));
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 8 * 1024 * 1024;
            kestrel.Limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
            if (Settings.HasEndpoints(context.Configuration) && TelemetryServices.Read(context.Configuration) is { } telemetry)
            {
                foreach (var (address, port) in telemetry.OwnPorts())
                {
                    kestrel.Listen(IPAddress.Parse(address), port);
                }
            }

            var http2Port = Settings.Http2Port(context.Configuration);
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                // Without TLS there is nothing to negotiate by, so HTTP/2 in the clear needs a port of its own.
                if (http2Port is not null && endpoint.IPEndPoint?.Port == http2Port)
                {
                    endpoint.Protocols = HttpProtocols.Http2;
                }
            });
        });
    }

    private static void AddLogging(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        if (string.Equals(configuration["Logging:Format"], "json", StringComparison.OrdinalIgnoreCase))
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
                console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
            });
        }

        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // A failed start is told in one line of ours, and not by the host with a stack.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // That HTTP/2 is for TLS only is no news, and nothing to be done about.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);

        // With it on, every request gets an activity and a scope to be logged with, 5 % of a small file's cost. What goes wrong is logged
        // where it is turned into a problem.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
