using System.Text.Json.Serialization;
using FileStorage.Api.Accounts;
using FileStorage.Api.Administration;
using FileStorage.Api.Archives;
using FileStorage.Api.Auditing;
using FileStorage.Api.Batches;
using FileStorage.Api.Callers;
using FileStorage.Api.Changes;
using FileStorage.Api.Chunks;
using FileStorage.Api.Conflicts;
using FileStorage.Api.Content;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Deletions;
using FileStorage.Api.Departures;
using FileStorage.Api.Devices;
using FileStorage.Api.Documentation;
using FileStorage.Api.Files;
using FileStorage.Api.History;
using FileStorage.Api.Items;
using FileStorage.Api.Links;
using FileStorage.Api.Links.Pages;
using FileStorage.Api.Nextcloud;
using FileStorage.Api.Reading;
using FileStorage.Api.Search;
using FileStorage.Api.Sharing;
using FileStorage.Api.Trash;
using FileStorage.Api.Tus;
using FileStorage.Api.Uploads;
using FileStorage.Api.Versions;
using FileStorage.Api.WebDav;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Hosting;

public static class GatewayServices
{
    /// <summary>
    /// Adds the gateway. It needs an IGrainFactory and an IChunkStore. Settings: <see cref="GatewayOptions"/> and
    /// <see cref="AccountsOptions"/>.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddOptions<AccountsOptions>().BindConfiguration(AccountsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccountsOptions>, AccountsOptionsValidator>();
        services.AddOptions<LinkOptions>().BindConfiguration(LinkOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LinkOptions>, LinkOptionsValidator>();

        // Everything is a singleton: no scope is made for a request.
        services
            .AddSingleton<ContentBlockPool>().AddSingleton<ChunkIntake>()
            .AddSingleton<LargeBodies>().AddSingleton<ContentWriter>().AddSingleton<ContentAssembly>().AddSingleton<FileCommitter>().AddSingleton<OperationTurns>()
            .AddSingleton<EditCommitter>().AddSingleton<TextMerger>().AddSingleton<DeletedFile>().AddSingleton<QuotaGate>()
            .AddSingleton<ChunkReader>().AddSingleton<ManifestCache>().AddSingleton<ManifestReader>()
            .AddSingleton<ContentReader>().AddSingleton<ContentAnswer>()
            .AddSingleton<ContentBody>().AddSingleton<ContentPut>().AddSingleton<ContentGet>().AddSingleton<BatchPut>()
            .AddSingleton<PasswordHasher>().AddSingleton<Registration>().AddSingleton<SignIn>().AddSingleton<WhoAmI>()
            .AddSingleton<TreeCommands>().AddSingleton<ItemCommands>().AddSingleton<ItemCopy>().AddSingleton<TrashCan>().AddSingleton<HeldDeletions>()
            .AddSingleton<ChangeFeed>().AddSingleton<ChangeReads>().AddSingleton<LiveConnections>().AddSingleton<LiveFeed>()
            .AddSingleton<UploadFinder>().AddSingleton<UploadStart>().AddSingleton<UploadChunks>().AddSingleton<UploadEnd>()
            .AddSingleton<DoorUsers>().AddSingleton<Audit>().AddSingleton<AuditReads>()
            .AddSingleton<Departures.Departures>().AddSingleton<AccountExport>()
            .AddSingleton<ShareCommands>().AddSingleton<Shares>().AddSingleton<ReceivedShares>().AddSingleton<Ownership>().AddSingleton<Groups>()
            .AddSingleton<ArchiveAnswer>()
            .AddSingleton<ArchiveContents>()
            .AddSingleton<Links.Links>().AddSingleton<LinkPasswords>().AddSingleton<LinkDoor>().AddSingleton<LinkReads>()
            .AddSingleton<LinkUploads>().AddSingleton<LinkWrites>().AddSingleton<LinkPages>()
            .AddSingleton<VersionReads>().AddSingleton<VersionRestore>().AddSingleton<DeviceList>().AddSingleton<AppPasswords>()
            .AddSingleton<PastReads>().AddSingleton<RewindCommands>().AddSingleton<PolicySettings>()
            .AddSingleton<AccountAdministration>().AddSingleton<KeyAdministration>().AddSingleton<Maintenance>();

        services.AddSearch();
        services.AddWebDav();
        services.AddNextcloud();
        services.AddTus();

        // What the OpenAPI document goes by.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJsonContext.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi("v1", document =>
        {
            document.AddDocumentTransformer<DocumentDescriber>();
            document.AddOperationTransformer<OperationDescriber>();
            document.AddSchemaTransformer<ChunkIdDescriber>();
        });
        return services;
    }
}
