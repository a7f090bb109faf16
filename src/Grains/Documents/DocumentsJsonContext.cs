using System.Text.Json.Serialization;
using FileStorage.Grains.Accounts;
using FileStorage.Grains.Deletions;
using FileStorage.Grains.Departures;
using FileStorage.Grains.Devices;
using FileStorage.Grains.Groups;
using FileStorage.Grains.History;
using FileStorage.Grains.Links;
using FileStorage.Grains.Maintenance;
using FileStorage.Grains.Sharing;
using FileStorage.Grains.Uploads;
using FileStorage.Grains.WebDav;

namespace FileStorage.Grains.Documents;

/// <summary>The stored form of every document: a change here is a change of the storage format.</summary>
[JsonSerializable(typeof(UserDocument))]
[JsonSerializable(typeof(DeviceDocument))]
[JsonSerializable(typeof(RegistrationDocument))]
[JsonSerializable(typeof(UploadDocument))]
[JsonSerializable(typeof(PartUploadDocument))]
[JsonSerializable(typeof(AppendUploadDocument))]
[JsonSerializable(typeof(UploadRoomDocument))]
[JsonSerializable(typeof(GranteeDocument))]
[JsonSerializable(typeof(GroupDocument))]
[JsonSerializable(typeof(RewindDocument))]
[JsonSerializable(typeof(PolicyDocument))]
[JsonSerializable(typeof(LinkDocument))]
[JsonSerializable(typeof(DepartureDocument))]
[JsonSerializable(typeof(MassDeletionDocument))]
[JsonSerializable(typeof(DeletionGuardDocument))]
[JsonSerializable(typeof(ScrubDocument))]
[JsonSerializable(typeof(DavDriveDocument))]
[JsonSerializable(typeof(DavPropertiesDocument))]
internal sealed partial class DocumentsJsonContext : JsonSerializerContext;
