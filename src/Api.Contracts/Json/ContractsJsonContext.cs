using System.Text.Json.Serialization;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Auditing;
using FileStorage.Api.Contracts.Changes;
using FileStorage.Api.Contracts.Content;
using FileStorage.Api.Contracts.Deletions;
using FileStorage.Api.Contracts.Departures;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Api.Contracts.History;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Links;
using FileStorage.Api.Contracts.Maintenance;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Api.Contracts.Search;
using FileStorage.Api.Contracts.Sharing;
using FileStorage.Api.Contracts.Uploads;
using FileStorage.Api.Contracts.Versions;

namespace FileStorage.Api.Contracts.Json;

/// <summary>How every body is written and read: camelCase, nothing for null, unknown members ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ChunkIdJsonConverter)])]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountPageBody))]
[JsonSerializable(typeof(QuotaRequest))]
[JsonSerializable(typeof(InviteBody))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(MeBody))]
[JsonSerializable(typeof(HeldDeletionListBody))]
[JsonSerializable(typeof(DeviceListBody))]
[JsonSerializable(typeof(DeviceBody))]
[JsonSerializable(typeof(RenameDeviceRequest))]
[JsonSerializable(typeof(AppPasswordRequest))]
[JsonSerializable(typeof(AppPasswordBody))]
[JsonSerializable(typeof(AppPasswordListBody))]
[JsonSerializable(typeof(ItemBody))]
[JsonSerializable(typeof(ItemPageBody))]
[JsonSerializable(typeof(MakeFolderRequest))]
[JsonSerializable(typeof(PlaceRequest))]
[JsonSerializable(typeof(CopyBody))]
[JsonSerializable(typeof(ChangesBody))]
[JsonSerializable(typeof(RewindRequestBody))]
[JsonSerializable(typeof(RewindBody))]
[JsonSerializable(typeof(HistoryPolicyBody))]
[JsonSerializable(typeof(HistoryPolicyRequest))]
[JsonSerializable(typeof(VersionPageBody))]
[JsonSerializable(typeof(ManifestBody))]
[JsonSerializable(typeof(CreateUploadRequest))]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(ChunksStoredBody))]
[JsonSerializable(typeof(BatchFileHeader))]
[JsonSerializable(typeof(BatchFileBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(MaintenanceLineBody))]
[JsonSerializable(typeof(StatisticsBody))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(ShareBody))]
[JsonSerializable(typeof(ShareListBody))]
[JsonSerializable(typeof(ReceivedSharePageBody))]
[JsonSerializable(typeof(GroupRequest))]
[JsonSerializable(typeof(GroupMemberRequest))]
[JsonSerializable(typeof(GroupBody))]
[JsonSerializable(typeof(GroupListBody))]
[JsonSerializable(typeof(SearchBody))]
[JsonSerializable(typeof(SearchStatisticsBody))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkChangeRequest))]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(LinkListBody))]
[JsonSerializable(typeof(VisitBody))]
[JsonSerializable(typeof(VisitItemBody))]
[JsonSerializable(typeof(VisitPageBody))]
[JsonSerializable(typeof(DropBody))]
[JsonSerializable(typeof(AuditPageBody))]
[JsonSerializable(typeof(DeleteAccountRequest))]
[JsonSerializable(typeof(DeparturePreviewBody))]
public sealed partial class ContractsJsonContext : JsonSerializerContext;
