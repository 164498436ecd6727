from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DeviceCategory(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEVICE_CATEGORY_UNSPECIFIED: _ClassVar[DeviceCategory]
    DEVICE_CATEGORY_CAMERA: _ClassVar[DeviceCategory]
    DEVICE_CATEGORY_STAGE: _ClassVar[DeviceCategory]
    DEVICE_CATEGORY_DETECTOR: _ClassVar[DeviceCategory]
    DEVICE_CATEGORY_LASER: _ClassVar[DeviceCategory]
    DEVICE_CATEGORY_POWER_METER: _ClassVar[DeviceCategory]
    DEVICE_CATEGORY_OTHER: _ClassVar[DeviceCategory]

class StreamQuality(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STREAM_QUALITY_FULL: _ClassVar[StreamQuality]
    STREAM_QUALITY_PREVIEW: _ClassVar[StreamQuality]
    STREAM_QUALITY_FAST: _ClassVar[StreamQuality]

class CompressionType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPRESSION_NONE: _ClassVar[CompressionType]
    COMPRESSION_LZ4: _ClassVar[CompressionType]

class ScanType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCAN_TYPE_UNSPECIFIED: _ClassVar[ScanType]
    LINE_SCAN: _ClassVar[ScanType]
    GRID_SCAN: _ClassVar[ScanType]
    SNAKE_SCAN: _ClassVar[ScanType]
    CUSTOM_SCAN: _ClassVar[ScanType]

class ScanState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SCAN_STATE_UNSPECIFIED: _ClassVar[ScanState]
    SCAN_CREATED: _ClassVar[ScanState]
    SCAN_RUNNING: _ClassVar[ScanState]
    SCAN_PAUSED: _ClassVar[ScanState]
    SCAN_COMPLETED: _ClassVar[ScanState]
    SCAN_STOPPED: _ClassVar[ScanState]
    SCAN_ERROR: _ClassVar[ScanState]

class ModuleState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MODULE_STATE_UNSPECIFIED: _ClassVar[ModuleState]
    MODULE_CREATED: _ClassVar[ModuleState]
    MODULE_CONFIGURED: _ClassVar[ModuleState]
    MODULE_RUNNING: _ClassVar[ModuleState]
    MODULE_PAUSED: _ClassVar[ModuleState]
    MODULE_STOPPED: _ClassVar[ModuleState]
    MODULE_ERROR: _ClassVar[ModuleState]
    MODULE_STAGED: _ClassVar[ModuleState]

class ModuleEventSeverity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MODULE_EVENT_SEVERITY_UNSPECIFIED: _ClassVar[ModuleEventSeverity]
    INFO: _ClassVar[ModuleEventSeverity]
    WARNING: _ClassVar[ModuleEventSeverity]
    ERROR: _ClassVar[ModuleEventSeverity]
    CRITICAL: _ClassVar[ModuleEventSeverity]

class EngineState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENGINE_STATE_UNSPECIFIED: _ClassVar[EngineState]
    ENGINE_IDLE: _ClassVar[EngineState]
    ENGINE_RUNNING: _ClassVar[EngineState]
    ENGINE_PAUSED: _ClassVar[EngineState]
    ENGINE_ABORTING: _ClassVar[EngineState]
    ENGINE_HALTED: _ClassVar[EngineState]

class DocumentType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DOC_TYPE_UNSPECIFIED: _ClassVar[DocumentType]
    DOC_START: _ClassVar[DocumentType]
    DOC_DESCRIPTOR: _ClassVar[DocumentType]
    DOC_EVENT: _ClassVar[DocumentType]
    DOC_STOP: _ClassVar[DocumentType]

class RecordingState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RECORDING_STATE_UNSPECIFIED: _ClassVar[RecordingState]
    RECORDING_IDLE: _ClassVar[RecordingState]
    RECORDING_ACTIVE: _ClassVar[RecordingState]
    RECORDING_FLUSHING: _ClassVar[RecordingState]
    RECORDING_FINALIZING: _ClassVar[RecordingState]
    RECORDING_ERROR: _ClassVar[RecordingState]

class SystemHealthStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SYSTEM_HEALTH_UNKNOWN: _ClassVar[SystemHealthStatus]
    SYSTEM_HEALTH_HEALTHY: _ClassVar[SystemHealthStatus]
    SYSTEM_HEALTH_DEGRADED: _ClassVar[SystemHealthStatus]
    SYSTEM_HEALTH_CRITICAL: _ClassVar[SystemHealthStatus]

class ErrorSeverityLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_SEVERITY_UNKNOWN: _ClassVar[ErrorSeverityLevel]
    ERROR_SEVERITY_INFO: _ClassVar[ErrorSeverityLevel]
    ERROR_SEVERITY_WARNING: _ClassVar[ErrorSeverityLevel]
    ERROR_SEVERITY_ERROR: _ClassVar[ErrorSeverityLevel]
    ERROR_SEVERITY_CRITICAL: _ClassVar[ErrorSeverityLevel]
DEVICE_CATEGORY_UNSPECIFIED: DeviceCategory
DEVICE_CATEGORY_CAMERA: DeviceCategory
DEVICE_CATEGORY_STAGE: DeviceCategory
DEVICE_CATEGORY_DETECTOR: DeviceCategory
DEVICE_CATEGORY_LASER: DeviceCategory
DEVICE_CATEGORY_POWER_METER: DeviceCategory
DEVICE_CATEGORY_OTHER: DeviceCategory
STREAM_QUALITY_FULL: StreamQuality
STREAM_QUALITY_PREVIEW: StreamQuality
STREAM_QUALITY_FAST: StreamQuality
COMPRESSION_NONE: CompressionType
COMPRESSION_LZ4: CompressionType
SCAN_TYPE_UNSPECIFIED: ScanType
LINE_SCAN: ScanType
GRID_SCAN: ScanType
SNAKE_SCAN: ScanType
CUSTOM_SCAN: ScanType
SCAN_STATE_UNSPECIFIED: ScanState
SCAN_CREATED: ScanState
SCAN_RUNNING: ScanState
SCAN_PAUSED: ScanState
SCAN_COMPLETED: ScanState
SCAN_STOPPED: ScanState
SCAN_ERROR: ScanState
MODULE_STATE_UNSPECIFIED: ModuleState
MODULE_CREATED: ModuleState
MODULE_CONFIGURED: ModuleState
MODULE_RUNNING: ModuleState
MODULE_PAUSED: ModuleState
MODULE_STOPPED: ModuleState
MODULE_ERROR: ModuleState
MODULE_STAGED: ModuleState
MODULE_EVENT_SEVERITY_UNSPECIFIED: ModuleEventSeverity
INFO: ModuleEventSeverity
WARNING: ModuleEventSeverity
ERROR: ModuleEventSeverity
CRITICAL: ModuleEventSeverity
ENGINE_STATE_UNSPECIFIED: EngineState
ENGINE_IDLE: EngineState
ENGINE_RUNNING: EngineState
ENGINE_PAUSED: EngineState
ENGINE_ABORTING: EngineState
ENGINE_HALTED: EngineState
DOC_TYPE_UNSPECIFIED: DocumentType
DOC_START: DocumentType
DOC_DESCRIPTOR: DocumentType
DOC_EVENT: DocumentType
DOC_STOP: DocumentType
RECORDING_STATE_UNSPECIFIED: RecordingState
RECORDING_IDLE: RecordingState
RECORDING_ACTIVE: RecordingState
RECORDING_FLUSHING: RecordingState
RECORDING_FINALIZING: RecordingState
RECORDING_ERROR: RecordingState
SYSTEM_HEALTH_UNKNOWN: SystemHealthStatus
SYSTEM_HEALTH_HEALTHY: SystemHealthStatus
SYSTEM_HEALTH_DEGRADED: SystemHealthStatus
SYSTEM_HEALTH_CRITICAL: SystemHealthStatus
ERROR_SEVERITY_UNKNOWN: ErrorSeverityLevel
ERROR_SEVERITY_INFO: ErrorSeverityLevel
ERROR_SEVERITY_WARNING: ErrorSeverityLevel
ERROR_SEVERITY_ERROR: ErrorSeverityLevel
ERROR_SEVERITY_CRITICAL: ErrorSeverityLevel

class UploadRequest(_message.Message):
    __slots__ = ("script_content", "name", "metadata")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SCRIPT_CONTENT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    script_content: str
    name: str
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, script_content: _Optional[str] = ..., name: _Optional[str] = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class UploadResponse(_message.Message):
    __slots__ = ("script_id", "success", "error_message")
    SCRIPT_ID_FIELD_NUMBER: _ClassVar[int]
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    script_id: str
    success: bool
    error_message: str
    def __init__(self, script_id: _Optional[str] = ..., success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class StartRequest(_message.Message):
    __slots__ = ("script_id", "parameters")
    class ParametersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SCRIPT_ID_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    script_id: str
    parameters: _containers.ScalarMap[str, str]
    def __init__(self, script_id: _Optional[str] = ..., parameters: _Optional[_Mapping[str, str]] = ...) -> None: ...

class StartResponse(_message.Message):
    __slots__ = ("started", "execution_id")
    STARTED_FIELD_NUMBER: _ClassVar[int]
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    started: bool
    execution_id: str
    def __init__(self, started: bool = ..., execution_id: _Optional[str] = ...) -> None: ...

class StopRequest(_message.Message):
    __slots__ = ("execution_id", "force")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    force: bool
    def __init__(self, execution_id: _Optional[str] = ..., force: bool = ...) -> None: ...

class StopResponse(_message.Message):
    __slots__ = ("stopped", "message")
    STOPPED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    stopped: bool
    message: str
    def __init__(self, stopped: bool = ..., message: _Optional[str] = ...) -> None: ...

class StatusRequest(_message.Message):
    __slots__ = ("execution_id",)
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    def __init__(self, execution_id: _Optional[str] = ...) -> None: ...

class ScriptStatus(_message.Message):
    __slots__ = ("execution_id", "state", "error_message", "start_time_ns", "end_time_ns", "script_id", "progress_percent", "current_line")
    EXECUTION_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    END_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    SCRIPT_ID_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_PERCENT_FIELD_NUMBER: _ClassVar[int]
    CURRENT_LINE_FIELD_NUMBER: _ClassVar[int]
    execution_id: str
    state: str
    error_message: str
    start_time_ns: int
    end_time_ns: int
    script_id: str
    progress_percent: int
    current_line: str
    def __init__(self, execution_id: _Optional[str] = ..., state: _Optional[str] = ..., error_message: _Optional[str] = ..., start_time_ns: _Optional[int] = ..., end_time_ns: _Optional[int] = ..., script_id: _Optional[str] = ..., progress_percent: _Optional[int] = ..., current_line: _Optional[str] = ...) -> None: ...

class SystemStatus(_message.Message):
    __slots__ = ("current_state", "current_memory_usage_mb", "live_values", "timestamp_ns")
    class LiveValuesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    CURRENT_STATE_FIELD_NUMBER: _ClassVar[int]
    CURRENT_MEMORY_USAGE_MB_FIELD_NUMBER: _ClassVar[int]
    LIVE_VALUES_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    current_state: str
    current_memory_usage_mb: float
    live_values: _containers.ScalarMap[str, float]
    timestamp_ns: int
    def __init__(self, current_state: _Optional[str] = ..., current_memory_usage_mb: _Optional[float] = ..., live_values: _Optional[_Mapping[str, float]] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class MeasurementRequest(_message.Message):
    __slots__ = ("channels", "max_rate_hz")
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    MAX_RATE_HZ_FIELD_NUMBER: _ClassVar[int]
    channels: _containers.RepeatedScalarFieldContainer[str]
    max_rate_hz: int
    def __init__(self, channels: _Optional[_Iterable[str]] = ..., max_rate_hz: _Optional[int] = ...) -> None: ...

class DataPoint(_message.Message):
    __slots__ = ("channel", "value", "timestamp_ns")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    channel: str
    value: float
    timestamp_ns: int
    def __init__(self, channel: _Optional[str] = ..., value: _Optional[float] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class ListScriptsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListScriptsResponse(_message.Message):
    __slots__ = ("scripts",)
    SCRIPTS_FIELD_NUMBER: _ClassVar[int]
    scripts: _containers.RepeatedCompositeFieldContainer[ScriptInfo]
    def __init__(self, scripts: _Optional[_Iterable[_Union[ScriptInfo, _Mapping]]] = ...) -> None: ...

class ScriptInfo(_message.Message):
    __slots__ = ("script_id", "name", "upload_time_ns", "metadata")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SCRIPT_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UPLOAD_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    script_id: str
    name: str
    upload_time_ns: int
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, script_id: _Optional[str] = ..., name: _Optional[str] = ..., upload_time_ns: _Optional[int] = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ListExecutionsRequest(_message.Message):
    __slots__ = ("script_id", "state")
    SCRIPT_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    script_id: str
    state: str
    def __init__(self, script_id: _Optional[str] = ..., state: _Optional[str] = ...) -> None: ...

class ListExecutionsResponse(_message.Message):
    __slots__ = ("executions",)
    EXECUTIONS_FIELD_NUMBER: _ClassVar[int]
    executions: _containers.RepeatedCompositeFieldContainer[ScriptStatus]
    def __init__(self, executions: _Optional[_Iterable[_Union[ScriptStatus, _Mapping]]] = ...) -> None: ...

class DaemonInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DaemonInfoResponse(_message.Message):
    __slots__ = ("version", "features", "available_hardware", "uptime_seconds")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_HARDWARE_FIELD_NUMBER: _ClassVar[int]
    UPTIME_SECONDS_FIELD_NUMBER: _ClassVar[int]
    version: str
    features: _containers.RepeatedScalarFieldContainer[str]
    available_hardware: _containers.RepeatedScalarFieldContainer[str]
    uptime_seconds: int
    def __init__(self, version: _Optional[str] = ..., features: _Optional[_Iterable[str]] = ..., available_hardware: _Optional[_Iterable[str]] = ..., uptime_seconds: _Optional[int] = ...) -> None: ...

class ListDevicesRequest(_message.Message):
    __slots__ = ("capability_filter",)
    CAPABILITY_FILTER_FIELD_NUMBER: _ClassVar[int]
    capability_filter: str
    def __init__(self, capability_filter: _Optional[str] = ...) -> None: ...

class ListDevicesResponse(_message.Message):
    __slots__ = ("devices", "registration_failures")
    DEVICES_FIELD_NUMBER: _ClassVar[int]
    REGISTRATION_FAILURES_FIELD_NUMBER: _ClassVar[int]
    devices: _containers.RepeatedCompositeFieldContainer[DeviceInfo]
    registration_failures: _containers.RepeatedCompositeFieldContainer[RegistrationFailure]
    def __init__(self, devices: _Optional[_Iterable[_Union[DeviceInfo, _Mapping]]] = ..., registration_failures: _Optional[_Iterable[_Union[RegistrationFailure, _Mapping]]] = ...) -> None: ...

class RegistrationFailure(_message.Message):
    __slots__ = ("device_id", "device_name", "driver_type", "error")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NAME_FIELD_NUMBER: _ClassVar[int]
    DRIVER_TYPE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    device_name: str
    driver_type: str
    error: str
    def __init__(self, device_id: _Optional[str] = ..., device_name: _Optional[str] = ..., driver_type: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class DeviceInfo(_message.Message):
    __slots__ = ("id", "name", "driver_type", "category", "is_movable", "is_readable", "is_triggerable", "is_frame_producer", "is_exposure_controllable", "is_shutter_controllable", "is_wavelength_tunable", "is_emission_controllable", "is_parameterized", "metadata", "capabilities")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DRIVER_TYPE_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    IS_MOVABLE_FIELD_NUMBER: _ClassVar[int]
    IS_READABLE_FIELD_NUMBER: _ClassVar[int]
    IS_TRIGGERABLE_FIELD_NUMBER: _ClassVar[int]
    IS_FRAME_PRODUCER_FIELD_NUMBER: _ClassVar[int]
    IS_EXPOSURE_CONTROLLABLE_FIELD_NUMBER: _ClassVar[int]
    IS_SHUTTER_CONTROLLABLE_FIELD_NUMBER: _ClassVar[int]
    IS_WAVELENGTH_TUNABLE_FIELD_NUMBER: _ClassVar[int]
    IS_EMISSION_CONTROLLABLE_FIELD_NUMBER: _ClassVar[int]
    IS_PARAMETERIZED_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    driver_type: str
    category: DeviceCategory
    is_movable: bool
    is_readable: bool
    is_triggerable: bool
    is_frame_producer: bool
    is_exposure_controllable: bool
    is_shutter_controllable: bool
    is_wavelength_tunable: bool
    is_emission_controllable: bool
    is_parameterized: bool
    metadata: DeviceMetadata
    capabilities: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., driver_type: _Optional[str] = ..., category: _Optional[_Union[DeviceCategory, str]] = ..., is_movable: bool = ..., is_readable: bool = ..., is_triggerable: bool = ..., is_frame_producer: bool = ..., is_exposure_controllable: bool = ..., is_shutter_controllable: bool = ..., is_wavelength_tunable: bool = ..., is_emission_controllable: bool = ..., is_parameterized: bool = ..., metadata: _Optional[_Union[DeviceMetadata, _Mapping]] = ..., capabilities: _Optional[_Iterable[str]] = ...) -> None: ...

class DeviceMetadata(_message.Message):
    __slots__ = ("position_units", "min_position", "max_position", "reading_units", "frame_width", "frame_height", "bits_per_pixel", "min_exposure_ms", "max_exposure_ms", "min_wavelength_nm", "max_wavelength_nm")
    POSITION_UNITS_FIELD_NUMBER: _ClassVar[int]
    MIN_POSITION_FIELD_NUMBER: _ClassVar[int]
    MAX_POSITION_FIELD_NUMBER: _ClassVar[int]
    READING_UNITS_FIELD_NUMBER: _ClassVar[int]
    FRAME_WIDTH_FIELD_NUMBER: _ClassVar[int]
    FRAME_HEIGHT_FIELD_NUMBER: _ClassVar[int]
    BITS_PER_PIXEL_FIELD_NUMBER: _ClassVar[int]
    MIN_EXPOSURE_MS_FIELD_NUMBER: _ClassVar[int]
    MAX_EXPOSURE_MS_FIELD_NUMBER: _ClassVar[int]
    MIN_WAVELENGTH_NM_FIELD_NUMBER: _ClassVar[int]
    MAX_WAVELENGTH_NM_FIELD_NUMBER: _ClassVar[int]
    position_units: str
    min_position: float
    max_position: float
    reading_units: str
    frame_width: int
    frame_height: int
    bits_per_pixel: int
    min_exposure_ms: float
    max_exposure_ms: float
    min_wavelength_nm: float
    max_wavelength_nm: float
    def __init__(self, position_units: _Optional[str] = ..., min_position: _Optional[float] = ..., max_position: _Optional[float] = ..., reading_units: _Optional[str] = ..., frame_width: _Optional[int] = ..., frame_height: _Optional[int] = ..., bits_per_pixel: _Optional[int] = ..., min_exposure_ms: _Optional[float] = ..., max_exposure_ms: _Optional[float] = ..., min_wavelength_nm: _Optional[float] = ..., max_wavelength_nm: _Optional[float] = ...) -> None: ...

class DeviceStateRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class DeviceStateResponse(_message.Message):
    __slots__ = ("device_id", "online", "position", "last_reading", "armed", "streaming", "exposure_ms")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    LAST_READING_FIELD_NUMBER: _ClassVar[int]
    ARMED_FIELD_NUMBER: _ClassVar[int]
    STREAMING_FIELD_NUMBER: _ClassVar[int]
    EXPOSURE_MS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    online: bool
    position: float
    last_reading: float
    armed: bool
    streaming: bool
    exposure_ms: float
    def __init__(self, device_id: _Optional[str] = ..., online: bool = ..., position: _Optional[float] = ..., last_reading: _Optional[float] = ..., armed: bool = ..., streaming: bool = ..., exposure_ms: _Optional[float] = ...) -> None: ...

class DeviceStateSubscribeRequest(_message.Message):
    __slots__ = ("device_ids", "max_rate_hz", "last_seen_version", "include_snapshot")
    DEVICE_IDS_FIELD_NUMBER: _ClassVar[int]
    MAX_RATE_HZ_FIELD_NUMBER: _ClassVar[int]
    LAST_SEEN_VERSION_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    device_ids: _containers.RepeatedScalarFieldContainer[str]
    max_rate_hz: int
    last_seen_version: int
    include_snapshot: bool
    def __init__(self, device_ids: _Optional[_Iterable[str]] = ..., max_rate_hz: _Optional[int] = ..., last_seen_version: _Optional[int] = ..., include_snapshot: bool = ...) -> None: ...

class DeviceStateUpdate(_message.Message):
    __slots__ = ("device_id", "timestamp_ns", "version", "is_snapshot", "fields_json")
    class FieldsJsonEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    IS_SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    FIELDS_JSON_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    timestamp_ns: int
    version: int
    is_snapshot: bool
    fields_json: _containers.ScalarMap[str, str]
    def __init__(self, device_id: _Optional[str] = ..., timestamp_ns: _Optional[int] = ..., version: _Optional[int] = ..., is_snapshot: bool = ..., fields_json: _Optional[_Mapping[str, str]] = ...) -> None: ...

class MoveRequest(_message.Message):
    __slots__ = ("device_id", "value", "wait_for_completion", "timeout_ms")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FOR_COMPLETION_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    value: float
    wait_for_completion: bool
    timeout_ms: int
    def __init__(self, device_id: _Optional[str] = ..., value: _Optional[float] = ..., wait_for_completion: bool = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class MoveResponse(_message.Message):
    __slots__ = ("success", "error_message", "final_position", "settled")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    FINAL_POSITION_FIELD_NUMBER: _ClassVar[int]
    SETTLED_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    final_position: float
    settled: bool
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., final_position: _Optional[float] = ..., settled: bool = ...) -> None: ...

class StopMotionRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class StopMotionResponse(_message.Message):
    __slots__ = ("success", "stopped_position")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    STOPPED_POSITION_FIELD_NUMBER: _ClassVar[int]
    success: bool
    stopped_position: float
    def __init__(self, success: bool = ..., stopped_position: _Optional[float] = ...) -> None: ...

class WaitSettledRequest(_message.Message):
    __slots__ = ("device_id", "timeout_ms")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    timeout_ms: int
    def __init__(self, device_id: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class WaitSettledResponse(_message.Message):
    __slots__ = ("success", "settled", "position")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    SETTLED_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    success: bool
    settled: bool
    position: float
    def __init__(self, success: bool = ..., settled: bool = ..., position: _Optional[float] = ...) -> None: ...

class StreamPositionRequest(_message.Message):
    __slots__ = ("device_id", "rate_hz")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    RATE_HZ_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    rate_hz: int
    def __init__(self, device_id: _Optional[str] = ..., rate_hz: _Optional[int] = ...) -> None: ...

class PositionUpdate(_message.Message):
    __slots__ = ("device_id", "position", "timestamp_ns", "is_moving")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    IS_MOVING_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    position: float
    timestamp_ns: int
    is_moving: bool
    def __init__(self, device_id: _Optional[str] = ..., position: _Optional[float] = ..., timestamp_ns: _Optional[int] = ..., is_moving: bool = ...) -> None: ...

class ReadValueRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class ReadValueResponse(_message.Message):
    __slots__ = ("success", "error_message", "value", "units", "timestamp_ns")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    value: float
    units: str
    timestamp_ns: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., value: _Optional[float] = ..., units: _Optional[str] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class StreamValuesRequest(_message.Message):
    __slots__ = ("device_id", "rate_hz")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    RATE_HZ_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    rate_hz: int
    def __init__(self, device_id: _Optional[str] = ..., rate_hz: _Optional[int] = ...) -> None: ...

class ValueUpdate(_message.Message):
    __slots__ = ("device_id", "value", "units", "timestamp_ns")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    value: float
    units: str
    timestamp_ns: int
    def __init__(self, device_id: _Optional[str] = ..., value: _Optional[float] = ..., units: _Optional[str] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class ArmRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class ArmResponse(_message.Message):
    __slots__ = ("success", "error_message", "armed")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ARMED_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    armed: bool
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., armed: bool = ...) -> None: ...

class TriggerRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class TriggerResponse(_message.Message):
    __slots__ = ("success", "error_message", "trigger_timestamp_ns")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    trigger_timestamp_ns: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., trigger_timestamp_ns: _Optional[int] = ...) -> None: ...

class SetExposureRequest(_message.Message):
    __slots__ = ("device_id", "exposure_ms")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    EXPOSURE_MS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    exposure_ms: float
    def __init__(self, device_id: _Optional[str] = ..., exposure_ms: _Optional[float] = ...) -> None: ...

class SetExposureResponse(_message.Message):
    __slots__ = ("success", "error_message", "actual_exposure_ms")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ACTUAL_EXPOSURE_MS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    actual_exposure_ms: float
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., actual_exposure_ms: _Optional[float] = ...) -> None: ...

class GetExposureRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class GetExposureResponse(_message.Message):
    __slots__ = ("exposure_ms",)
    EXPOSURE_MS_FIELD_NUMBER: _ClassVar[int]
    exposure_ms: float
    def __init__(self, exposure_ms: _Optional[float] = ...) -> None: ...

class SetShutterRequest(_message.Message):
    __slots__ = ("device_id", "open")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    OPEN_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    open: bool
    def __init__(self, device_id: _Optional[str] = ..., open: bool = ...) -> None: ...

class SetShutterResponse(_message.Message):
    __slots__ = ("success", "error_message", "is_open")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    IS_OPEN_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    is_open: bool
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., is_open: bool = ...) -> None: ...

class GetShutterRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class GetShutterResponse(_message.Message):
    __slots__ = ("is_open",)
    IS_OPEN_FIELD_NUMBER: _ClassVar[int]
    is_open: bool
    def __init__(self, is_open: bool = ...) -> None: ...

class SetWavelengthRequest(_message.Message):
    __slots__ = ("device_id", "wavelength_nm")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    WAVELENGTH_NM_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    wavelength_nm: float
    def __init__(self, device_id: _Optional[str] = ..., wavelength_nm: _Optional[float] = ...) -> None: ...

class SetWavelengthResponse(_message.Message):
    __slots__ = ("success", "error_message", "actual_wavelength_nm")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ACTUAL_WAVELENGTH_NM_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    actual_wavelength_nm: float
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., actual_wavelength_nm: _Optional[float] = ...) -> None: ...

class GetWavelengthRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class GetWavelengthResponse(_message.Message):
    __slots__ = ("wavelength_nm",)
    WAVELENGTH_NM_FIELD_NUMBER: _ClassVar[int]
    wavelength_nm: float
    def __init__(self, wavelength_nm: _Optional[float] = ...) -> None: ...

class SetEmissionRequest(_message.Message):
    __slots__ = ("device_id", "enabled")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    enabled: bool
    def __init__(self, device_id: _Optional[str] = ..., enabled: bool = ...) -> None: ...

class SetEmissionResponse(_message.Message):
    __slots__ = ("success", "error_message", "is_enabled")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    IS_ENABLED_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    is_enabled: bool
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., is_enabled: bool = ...) -> None: ...

class GetEmissionRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class GetEmissionResponse(_message.Message):
    __slots__ = ("is_enabled",)
    IS_ENABLED_FIELD_NUMBER: _ClassVar[int]
    is_enabled: bool
    def __init__(self, is_enabled: bool = ...) -> None: ...

class StartStreamRequest(_message.Message):
    __slots__ = ("device_id", "frame_count")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    FRAME_COUNT_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    frame_count: int
    def __init__(self, device_id: _Optional[str] = ..., frame_count: _Optional[int] = ...) -> None: ...

class StartStreamResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class StopStreamRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class StopStreamResponse(_message.Message):
    __slots__ = ("success", "frames_captured")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    FRAMES_CAPTURED_FIELD_NUMBER: _ClassVar[int]
    success: bool
    frames_captured: int
    def __init__(self, success: bool = ..., frames_captured: _Optional[int] = ...) -> None: ...

class StreamFramesRequest(_message.Message):
    __slots__ = ("device_id", "max_fps", "quality")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    MAX_FPS_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    max_fps: int
    quality: StreamQuality
    def __init__(self, device_id: _Optional[str] = ..., max_fps: _Optional[int] = ..., quality: _Optional[_Union[StreamQuality, str]] = ...) -> None: ...

class StreamingMetrics(_message.Message):
    __slots__ = ("current_fps", "frames_sent", "frames_dropped", "avg_latency_ms")
    CURRENT_FPS_FIELD_NUMBER: _ClassVar[int]
    FRAMES_SENT_FIELD_NUMBER: _ClassVar[int]
    FRAMES_DROPPED_FIELD_NUMBER: _ClassVar[int]
    AVG_LATENCY_MS_FIELD_NUMBER: _ClassVar[int]
    current_fps: float
    frames_sent: int
    frames_dropped: int
    avg_latency_ms: float
    def __init__(self, current_fps: _Optional[float] = ..., frames_sent: _Optional[int] = ..., frames_dropped: _Optional[int] = ..., avg_latency_ms: _Optional[float] = ...) -> None: ...

class FrameData(_message.Message):
    __slots__ = ("device_id", "width", "height", "bit_depth", "data", "frame_number", "timestamp_ns", "exposure_ms", "roi_x", "roi_y", "temperature_c", "gain_mode", "readout_speed", "trigger_mode", "binning_x", "binning_y", "metadata", "metrics", "compression", "uncompressed_size")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    BIT_DEPTH_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    FRAME_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    EXPOSURE_MS_FIELD_NUMBER: _ClassVar[int]
    ROI_X_FIELD_NUMBER: _ClassVar[int]
    ROI_Y_FIELD_NUMBER: _ClassVar[int]
    TEMPERATURE_C_FIELD_NUMBER: _ClassVar[int]
    GAIN_MODE_FIELD_NUMBER: _ClassVar[int]
    READOUT_SPEED_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_MODE_FIELD_NUMBER: _ClassVar[int]
    BINNING_X_FIELD_NUMBER: _ClassVar[int]
    BINNING_Y_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    METRICS_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    UNCOMPRESSED_SIZE_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    width: int
    height: int
    bit_depth: int
    data: bytes
    frame_number: int
    timestamp_ns: int
    exposure_ms: float
    roi_x: int
    roi_y: int
    temperature_c: float
    gain_mode: str
    readout_speed: str
    trigger_mode: str
    binning_x: int
    binning_y: int
    metadata: _containers.ScalarMap[str, str]
    metrics: StreamingMetrics
    compression: CompressionType
    uncompressed_size: int
    def __init__(self, device_id: _Optional[str] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., bit_depth: _Optional[int] = ..., data: _Optional[bytes] = ..., frame_number: _Optional[int] = ..., timestamp_ns: _Optional[int] = ..., exposure_ms: _Optional[float] = ..., roi_x: _Optional[int] = ..., roi_y: _Optional[int] = ..., temperature_c: _Optional[float] = ..., gain_mode: _Optional[str] = ..., readout_speed: _Optional[str] = ..., trigger_mode: _Optional[str] = ..., binning_x: _Optional[int] = ..., binning_y: _Optional[int] = ..., metadata: _Optional[_Mapping[str, str]] = ..., metrics: _Optional[_Union[StreamingMetrics, _Mapping]] = ..., compression: _Optional[_Union[CompressionType, str]] = ..., uncompressed_size: _Optional[int] = ...) -> None: ...

class FlightTicket(_message.Message):
    __slots__ = ("endpoint", "ticket")
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    TICKET_FIELD_NUMBER: _ClassVar[int]
    endpoint: str
    ticket: bytes
    def __init__(self, endpoint: _Optional[str] = ..., ticket: _Optional[bytes] = ...) -> None: ...

class StageDeviceRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class StageDeviceResponse(_message.Message):
    __slots__ = ("success", "error_message", "staged")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    STAGED_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    staged: bool
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., staged: bool = ...) -> None: ...

class UnstageDeviceRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class UnstageDeviceResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class DeviceCommandRequest(_message.Message):
    __slots__ = ("device_id", "command", "args")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    ARGS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    command: str
    args: str
    def __init__(self, device_id: _Optional[str] = ..., command: _Optional[str] = ..., args: _Optional[str] = ...) -> None: ...

class DeviceCommandResponse(_message.Message):
    __slots__ = ("success", "error_message", "results")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    results: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., results: _Optional[str] = ...) -> None: ...

class ListParametersRequest(_message.Message):
    __slots__ = ("device_id",)
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    def __init__(self, device_id: _Optional[str] = ...) -> None: ...

class ListParametersResponse(_message.Message):
    __slots__ = ("parameters",)
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    parameters: _containers.RepeatedCompositeFieldContainer[ParameterDescriptor]
    def __init__(self, parameters: _Optional[_Iterable[_Union[ParameterDescriptor, _Mapping]]] = ...) -> None: ...

class ParameterDescriptor(_message.Message):
    __slots__ = ("device_id", "name", "description", "dtype", "units", "readable", "writable", "min_value", "max_value", "enum_values")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    READABLE_FIELD_NUMBER: _ClassVar[int]
    WRITABLE_FIELD_NUMBER: _ClassVar[int]
    MIN_VALUE_FIELD_NUMBER: _ClassVar[int]
    MAX_VALUE_FIELD_NUMBER: _ClassVar[int]
    ENUM_VALUES_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    name: str
    description: str
    dtype: str
    units: str
    readable: bool
    writable: bool
    min_value: float
    max_value: float
    enum_values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, device_id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., dtype: _Optional[str] = ..., units: _Optional[str] = ..., readable: bool = ..., writable: bool = ..., min_value: _Optional[float] = ..., max_value: _Optional[float] = ..., enum_values: _Optional[_Iterable[str]] = ...) -> None: ...

class GetParameterRequest(_message.Message):
    __slots__ = ("device_id", "parameter_name")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_NAME_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    parameter_name: str
    def __init__(self, device_id: _Optional[str] = ..., parameter_name: _Optional[str] = ...) -> None: ...

class ParameterValue(_message.Message):
    __slots__ = ("device_id", "name", "value", "units", "timestamp_ns")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    name: str
    value: str
    units: str
    timestamp_ns: int
    def __init__(self, device_id: _Optional[str] = ..., name: _Optional[str] = ..., value: _Optional[str] = ..., units: _Optional[str] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class SetParameterRequest(_message.Message):
    __slots__ = ("device_id", "parameter_name", "value")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    parameter_name: str
    value: str
    def __init__(self, device_id: _Optional[str] = ..., parameter_name: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class SetParameterResponse(_message.Message):
    __slots__ = ("success", "error_message", "actual_value")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ACTUAL_VALUE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    actual_value: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., actual_value: _Optional[str] = ...) -> None: ...

class StreamParameterChangesRequest(_message.Message):
    __slots__ = ("device_id", "parameter_names")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_NAMES_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    parameter_names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, device_id: _Optional[str] = ..., parameter_names: _Optional[_Iterable[str]] = ...) -> None: ...

class ParameterChange(_message.Message):
    __slots__ = ("device_id", "name", "old_value", "new_value", "units", "timestamp_ns", "source")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OLD_VALUE_FIELD_NUMBER: _ClassVar[int]
    NEW_VALUE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    name: str
    old_value: str
    new_value: str
    units: str
    timestamp_ns: int
    source: str
    def __init__(self, device_id: _Optional[str] = ..., name: _Optional[str] = ..., old_value: _Optional[str] = ..., new_value: _Optional[str] = ..., units: _Optional[str] = ..., timestamp_ns: _Optional[int] = ..., source: _Optional[str] = ...) -> None: ...

class StreamObservablesRequest(_message.Message):
    __slots__ = ("device_ids", "observable_names", "sample_rate_hz", "deadband")
    DEVICE_IDS_FIELD_NUMBER: _ClassVar[int]
    OBSERVABLE_NAMES_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_RATE_HZ_FIELD_NUMBER: _ClassVar[int]
    DEADBAND_FIELD_NUMBER: _ClassVar[int]
    device_ids: _containers.RepeatedScalarFieldContainer[str]
    observable_names: _containers.RepeatedScalarFieldContainer[str]
    sample_rate_hz: int
    deadband: float
    def __init__(self, device_ids: _Optional[_Iterable[str]] = ..., observable_names: _Optional[_Iterable[str]] = ..., sample_rate_hz: _Optional[int] = ..., deadband: _Optional[float] = ...) -> None: ...

class ObservableValue(_message.Message):
    __slots__ = ("device_id", "observable_name", "value", "units", "timestamp_ns")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    OBSERVABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    observable_name: str
    value: float
    units: str
    timestamp_ns: int
    def __init__(self, device_id: _Optional[str] = ..., observable_name: _Optional[str] = ..., value: _Optional[float] = ..., units: _Optional[str] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class Preset(_message.Message):
    __slots__ = ("meta", "device_configs_json", "scan_template_json")
    class DeviceConfigsJsonEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    META_FIELD_NUMBER: _ClassVar[int]
    DEVICE_CONFIGS_JSON_FIELD_NUMBER: _ClassVar[int]
    SCAN_TEMPLATE_JSON_FIELD_NUMBER: _ClassVar[int]
    meta: PresetMetadata
    device_configs_json: _containers.ScalarMap[str, str]
    scan_template_json: str
    def __init__(self, meta: _Optional[_Union[PresetMetadata, _Mapping]] = ..., device_configs_json: _Optional[_Mapping[str, str]] = ..., scan_template_json: _Optional[str] = ...) -> None: ...

class PresetMetadata(_message.Message):
    __slots__ = ("preset_id", "name", "description", "author", "created_at_ns", "updated_at_ns", "schema_version")
    PRESET_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_NS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_NS_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    preset_id: str
    name: str
    description: str
    author: str
    created_at_ns: int
    updated_at_ns: int
    schema_version: int
    def __init__(self, preset_id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., author: _Optional[str] = ..., created_at_ns: _Optional[int] = ..., updated_at_ns: _Optional[int] = ..., schema_version: _Optional[int] = ...) -> None: ...

class ListPresetsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListPresetsResponse(_message.Message):
    __slots__ = ("presets",)
    PRESETS_FIELD_NUMBER: _ClassVar[int]
    presets: _containers.RepeatedCompositeFieldContainer[PresetMetadata]
    def __init__(self, presets: _Optional[_Iterable[_Union[PresetMetadata, _Mapping]]] = ...) -> None: ...

class SavePresetRequest(_message.Message):
    __slots__ = ("preset", "overwrite")
    PRESET_FIELD_NUMBER: _ClassVar[int]
    OVERWRITE_FIELD_NUMBER: _ClassVar[int]
    preset: Preset
    overwrite: bool
    def __init__(self, preset: _Optional[_Union[Preset, _Mapping]] = ..., overwrite: bool = ...) -> None: ...

class SavePresetResponse(_message.Message):
    __slots__ = ("saved", "message")
    SAVED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    saved: bool
    message: str
    def __init__(self, saved: bool = ..., message: _Optional[str] = ...) -> None: ...

class LoadPresetRequest(_message.Message):
    __slots__ = ("preset_id",)
    PRESET_ID_FIELD_NUMBER: _ClassVar[int]
    preset_id: str
    def __init__(self, preset_id: _Optional[str] = ...) -> None: ...

class LoadPresetResponse(_message.Message):
    __slots__ = ("applied", "message")
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    applied: bool
    message: str
    def __init__(self, applied: bool = ..., message: _Optional[str] = ...) -> None: ...

class DeletePresetRequest(_message.Message):
    __slots__ = ("preset_id",)
    PRESET_ID_FIELD_NUMBER: _ClassVar[int]
    preset_id: str
    def __init__(self, preset_id: _Optional[str] = ...) -> None: ...

class DeletePresetResponse(_message.Message):
    __slots__ = ("deleted", "message")
    DELETED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    deleted: bool
    message: str
    def __init__(self, deleted: bool = ..., message: _Optional[str] = ...) -> None: ...

class GetPresetRequest(_message.Message):
    __slots__ = ("preset_id",)
    PRESET_ID_FIELD_NUMBER: _ClassVar[int]
    preset_id: str
    def __init__(self, preset_id: _Optional[str] = ...) -> None: ...

class AxisConfig(_message.Message):
    __slots__ = ("device_id", "start_position", "end_position", "num_points")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    START_POSITION_FIELD_NUMBER: _ClassVar[int]
    END_POSITION_FIELD_NUMBER: _ClassVar[int]
    NUM_POINTS_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    start_position: float
    end_position: float
    num_points: int
    def __init__(self, device_id: _Optional[str] = ..., start_position: _Optional[float] = ..., end_position: _Optional[float] = ..., num_points: _Optional[int] = ...) -> None: ...

class ScanConfig(_message.Message):
    __slots__ = ("axes", "scan_type", "acquire_device_ids", "triggers_per_point", "dwell_time_ms", "camera_device_id", "arm_camera", "name", "metadata")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    AXES_FIELD_NUMBER: _ClassVar[int]
    SCAN_TYPE_FIELD_NUMBER: _ClassVar[int]
    ACQUIRE_DEVICE_IDS_FIELD_NUMBER: _ClassVar[int]
    TRIGGERS_PER_POINT_FIELD_NUMBER: _ClassVar[int]
    DWELL_TIME_MS_FIELD_NUMBER: _ClassVar[int]
    CAMERA_DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    ARM_CAMERA_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    axes: _containers.RepeatedCompositeFieldContainer[AxisConfig]
    scan_type: ScanType
    acquire_device_ids: _containers.RepeatedScalarFieldContainer[str]
    triggers_per_point: int
    dwell_time_ms: float
    camera_device_id: str
    arm_camera: bool
    name: str
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, axes: _Optional[_Iterable[_Union[AxisConfig, _Mapping]]] = ..., scan_type: _Optional[_Union[ScanType, str]] = ..., acquire_device_ids: _Optional[_Iterable[str]] = ..., triggers_per_point: _Optional[int] = ..., dwell_time_ms: _Optional[float] = ..., camera_device_id: _Optional[str] = ..., arm_camera: bool = ..., name: _Optional[str] = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class CreateScanRequest(_message.Message):
    __slots__ = ("config",)
    CONFIG_FIELD_NUMBER: _ClassVar[int]
    config: ScanConfig
    def __init__(self, config: _Optional[_Union[ScanConfig, _Mapping]] = ...) -> None: ...

class CreateScanResponse(_message.Message):
    __slots__ = ("success", "scan_id", "error_message", "total_points")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_POINTS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    scan_id: str
    error_message: str
    total_points: int
    def __init__(self, success: bool = ..., scan_id: _Optional[str] = ..., error_message: _Optional[str] = ..., total_points: _Optional[int] = ...) -> None: ...

class StartScanRequest(_message.Message):
    __slots__ = ("scan_id",)
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    def __init__(self, scan_id: _Optional[str] = ...) -> None: ...

class StartScanResponse(_message.Message):
    __slots__ = ("success", "error_message", "start_time_ns")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    start_time_ns: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., start_time_ns: _Optional[int] = ...) -> None: ...

class PauseScanRequest(_message.Message):
    __slots__ = ("scan_id",)
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    def __init__(self, scan_id: _Optional[str] = ...) -> None: ...

class PauseScanResponse(_message.Message):
    __slots__ = ("success", "paused_at_point")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    PAUSED_AT_POINT_FIELD_NUMBER: _ClassVar[int]
    success: bool
    paused_at_point: int
    def __init__(self, success: bool = ..., paused_at_point: _Optional[int] = ...) -> None: ...

class ResumeScanRequest(_message.Message):
    __slots__ = ("scan_id",)
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    def __init__(self, scan_id: _Optional[str] = ...) -> None: ...

class ResumeScanResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class StopScanRequest(_message.Message):
    __slots__ = ("scan_id", "emergency_stop")
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    EMERGENCY_STOP_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    emergency_stop: bool
    def __init__(self, scan_id: _Optional[str] = ..., emergency_stop: bool = ...) -> None: ...

class StopScanResponse(_message.Message):
    __slots__ = ("success", "points_completed", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    POINTS_COMPLETED_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    points_completed: int
    error_message: str
    def __init__(self, success: bool = ..., points_completed: _Optional[int] = ..., error_message: _Optional[str] = ...) -> None: ...

class GetScanStatusRequest(_message.Message):
    __slots__ = ("scan_id",)
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    def __init__(self, scan_id: _Optional[str] = ...) -> None: ...

class ScanStatus(_message.Message):
    __slots__ = ("scan_id", "state", "current_point", "total_points", "progress_percent", "start_time_ns", "elapsed_time_ns", "estimated_remaining_ns", "error_message")
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CURRENT_POINT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_POINTS_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_PERCENT_FIELD_NUMBER: _ClassVar[int]
    START_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_REMAINING_NS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    state: ScanState
    current_point: int
    total_points: int
    progress_percent: float
    start_time_ns: int
    elapsed_time_ns: int
    estimated_remaining_ns: int
    error_message: str
    def __init__(self, scan_id: _Optional[str] = ..., state: _Optional[_Union[ScanState, str]] = ..., current_point: _Optional[int] = ..., total_points: _Optional[int] = ..., progress_percent: _Optional[float] = ..., start_time_ns: _Optional[int] = ..., elapsed_time_ns: _Optional[int] = ..., estimated_remaining_ns: _Optional[int] = ..., error_message: _Optional[str] = ...) -> None: ...

class ListScansRequest(_message.Message):
    __slots__ = ("state_filter",)
    STATE_FILTER_FIELD_NUMBER: _ClassVar[int]
    state_filter: ScanState
    def __init__(self, state_filter: _Optional[_Union[ScanState, str]] = ...) -> None: ...

class ListScansResponse(_message.Message):
    __slots__ = ("scans",)
    SCANS_FIELD_NUMBER: _ClassVar[int]
    scans: _containers.RepeatedCompositeFieldContainer[ScanStatus]
    def __init__(self, scans: _Optional[_Iterable[_Union[ScanStatus, _Mapping]]] = ...) -> None: ...

class StreamScanProgressRequest(_message.Message):
    __slots__ = ("scan_id", "include_data")
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_DATA_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    include_data: bool
    def __init__(self, scan_id: _Optional[str] = ..., include_data: bool = ...) -> None: ...

class ScanProgress(_message.Message):
    __slots__ = ("scan_id", "state", "point_index", "total_points", "timestamp_ns", "axis_positions", "data_points")
    class AxisPositionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    POINT_INDEX_FIELD_NUMBER: _ClassVar[int]
    TOTAL_POINTS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    AXIS_POSITIONS_FIELD_NUMBER: _ClassVar[int]
    DATA_POINTS_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    state: ScanState
    point_index: int
    total_points: int
    timestamp_ns: int
    axis_positions: _containers.ScalarMap[str, float]
    data_points: _containers.RepeatedCompositeFieldContainer[ScanDataPoint]
    def __init__(self, scan_id: _Optional[str] = ..., state: _Optional[_Union[ScanState, str]] = ..., point_index: _Optional[int] = ..., total_points: _Optional[int] = ..., timestamp_ns: _Optional[int] = ..., axis_positions: _Optional[_Mapping[str, float]] = ..., data_points: _Optional[_Iterable[_Union[ScanDataPoint, _Mapping]]] = ...) -> None: ...

class ScanDataPoint(_message.Message):
    __slots__ = ("device_id", "value", "timestamp_ns", "trigger_index")
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_INDEX_FIELD_NUMBER: _ClassVar[int]
    device_id: str
    value: float
    timestamp_ns: int
    trigger_index: int
    def __init__(self, device_id: _Optional[str] = ..., value: _Optional[float] = ..., timestamp_ns: _Optional[int] = ..., trigger_index: _Optional[int] = ...) -> None: ...

class ListModuleTypesRequest(_message.Message):
    __slots__ = ("required_capability",)
    REQUIRED_CAPABILITY_FIELD_NUMBER: _ClassVar[int]
    required_capability: str
    def __init__(self, required_capability: _Optional[str] = ...) -> None: ...

class ListModuleTypesResponse(_message.Message):
    __slots__ = ("module_types",)
    MODULE_TYPES_FIELD_NUMBER: _ClassVar[int]
    module_types: _containers.RepeatedCompositeFieldContainer[ModuleTypeSummary]
    def __init__(self, module_types: _Optional[_Iterable[_Union[ModuleTypeSummary, _Mapping]]] = ...) -> None: ...

class ModuleTypeSummary(_message.Message):
    __slots__ = ("type_id", "display_name", "description", "categories")
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    type_id: str
    display_name: str
    description: str
    categories: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, type_id: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., categories: _Optional[_Iterable[str]] = ...) -> None: ...

class GetModuleTypeInfoRequest(_message.Message):
    __slots__ = ("type_id",)
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    type_id: str
    def __init__(self, type_id: _Optional[str] = ...) -> None: ...

class ModuleTypeInfo(_message.Message):
    __slots__ = ("type_id", "display_name", "description", "version", "required_roles", "optional_roles", "parameters", "event_types", "data_types")
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_ROLES_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_ROLES_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPES_FIELD_NUMBER: _ClassVar[int]
    DATA_TYPES_FIELD_NUMBER: _ClassVar[int]
    type_id: str
    display_name: str
    description: str
    version: str
    required_roles: _containers.RepeatedCompositeFieldContainer[ModuleRole]
    optional_roles: _containers.RepeatedCompositeFieldContainer[ModuleRole]
    parameters: _containers.RepeatedCompositeFieldContainer[ModuleParameter]
    event_types: _containers.RepeatedScalarFieldContainer[str]
    data_types: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, type_id: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., version: _Optional[str] = ..., required_roles: _Optional[_Iterable[_Union[ModuleRole, _Mapping]]] = ..., optional_roles: _Optional[_Iterable[_Union[ModuleRole, _Mapping]]] = ..., parameters: _Optional[_Iterable[_Union[ModuleParameter, _Mapping]]] = ..., event_types: _Optional[_Iterable[str]] = ..., data_types: _Optional[_Iterable[str]] = ...) -> None: ...

class ModuleRole(_message.Message):
    __slots__ = ("role_id", "display_name", "description", "required_capability", "allows_multiple")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_CAPABILITY_FIELD_NUMBER: _ClassVar[int]
    ALLOWS_MULTIPLE_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    display_name: str
    description: str
    required_capability: str
    allows_multiple: bool
    def __init__(self, role_id: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., required_capability: _Optional[str] = ..., allows_multiple: bool = ...) -> None: ...

class ModuleParameter(_message.Message):
    __slots__ = ("param_id", "display_name", "description", "param_type", "default_value", "min_value", "max_value", "enum_values", "units", "required")
    PARAM_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PARAM_TYPE_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_VALUE_FIELD_NUMBER: _ClassVar[int]
    MIN_VALUE_FIELD_NUMBER: _ClassVar[int]
    MAX_VALUE_FIELD_NUMBER: _ClassVar[int]
    ENUM_VALUES_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    param_id: str
    display_name: str
    description: str
    param_type: str
    default_value: str
    min_value: str
    max_value: str
    enum_values: _containers.RepeatedScalarFieldContainer[str]
    units: str
    required: bool
    def __init__(self, param_id: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., param_type: _Optional[str] = ..., default_value: _Optional[str] = ..., min_value: _Optional[str] = ..., max_value: _Optional[str] = ..., enum_values: _Optional[_Iterable[str]] = ..., units: _Optional[str] = ..., required: bool = ...) -> None: ...

class CreateModuleRequest(_message.Message):
    __slots__ = ("type_id", "instance_name", "initial_config")
    class InitialConfigEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_NAME_FIELD_NUMBER: _ClassVar[int]
    INITIAL_CONFIG_FIELD_NUMBER: _ClassVar[int]
    type_id: str
    instance_name: str
    initial_config: _containers.ScalarMap[str, str]
    def __init__(self, type_id: _Optional[str] = ..., instance_name: _Optional[str] = ..., initial_config: _Optional[_Mapping[str, str]] = ...) -> None: ...

class CreateModuleResponse(_message.Message):
    __slots__ = ("success", "module_id", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    module_id: str
    error_message: str
    def __init__(self, success: bool = ..., module_id: _Optional[str] = ..., error_message: _Optional[str] = ...) -> None: ...

class DeleteModuleRequest(_message.Message):
    __slots__ = ("module_id", "force")
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    force: bool
    def __init__(self, module_id: _Optional[str] = ..., force: bool = ...) -> None: ...

class DeleteModuleResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class ListModulesRequest(_message.Message):
    __slots__ = ("type_filter", "state_filter")
    TYPE_FILTER_FIELD_NUMBER: _ClassVar[int]
    STATE_FILTER_FIELD_NUMBER: _ClassVar[int]
    type_filter: str
    state_filter: ModuleState
    def __init__(self, type_filter: _Optional[str] = ..., state_filter: _Optional[_Union[ModuleState, str]] = ...) -> None: ...

class ListModulesResponse(_message.Message):
    __slots__ = ("modules",)
    MODULES_FIELD_NUMBER: _ClassVar[int]
    modules: _containers.RepeatedCompositeFieldContainer[ModuleStatus]
    def __init__(self, modules: _Optional[_Iterable[_Union[ModuleStatus, _Mapping]]] = ...) -> None: ...

class GetModuleStatusRequest(_message.Message):
    __slots__ = ("module_id",)
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class ModuleStatus(_message.Message):
    __slots__ = ("module_id", "type_id", "instance_name", "state", "required_roles_filled", "required_roles_total", "ready_to_start", "start_time_ns", "uptime_ns", "events_emitted", "data_points_produced", "error_message", "error_time_ns")
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_ROLES_FILLED_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_ROLES_TOTAL_FIELD_NUMBER: _ClassVar[int]
    READY_TO_START_FIELD_NUMBER: _ClassVar[int]
    START_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    UPTIME_NS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_EMITTED_FIELD_NUMBER: _ClassVar[int]
    DATA_POINTS_PRODUCED_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ERROR_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    type_id: str
    instance_name: str
    state: ModuleState
    required_roles_filled: int
    required_roles_total: int
    ready_to_start: bool
    start_time_ns: int
    uptime_ns: int
    events_emitted: int
    data_points_produced: int
    error_message: str
    error_time_ns: int
    def __init__(self, module_id: _Optional[str] = ..., type_id: _Optional[str] = ..., instance_name: _Optional[str] = ..., state: _Optional[_Union[ModuleState, str]] = ..., required_roles_filled: _Optional[int] = ..., required_roles_total: _Optional[int] = ..., ready_to_start: bool = ..., start_time_ns: _Optional[int] = ..., uptime_ns: _Optional[int] = ..., events_emitted: _Optional[int] = ..., data_points_produced: _Optional[int] = ..., error_message: _Optional[str] = ..., error_time_ns: _Optional[int] = ...) -> None: ...

class ConfigureModuleRequest(_message.Message):
    __slots__ = ("module_id", "parameters", "partial")
    class ParametersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PARTIAL_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    parameters: _containers.ScalarMap[str, str]
    partial: bool
    def __init__(self, module_id: _Optional[str] = ..., parameters: _Optional[_Mapping[str, str]] = ..., partial: bool = ...) -> None: ...

class ConfigureModuleResponse(_message.Message):
    __slots__ = ("success", "error_message", "warnings")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    warnings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., warnings: _Optional[_Iterable[str]] = ...) -> None: ...

class GetModuleConfigRequest(_message.Message):
    __slots__ = ("module_id",)
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class ModuleConfig(_message.Message):
    __slots__ = ("module_id", "type_id", "parameters", "assignments")
    class ParametersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    ASSIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    type_id: str
    parameters: _containers.ScalarMap[str, str]
    assignments: _containers.RepeatedCompositeFieldContainer[DeviceAssignment]
    def __init__(self, module_id: _Optional[str] = ..., type_id: _Optional[str] = ..., parameters: _Optional[_Mapping[str, str]] = ..., assignments: _Optional[_Iterable[_Union[DeviceAssignment, _Mapping]]] = ...) -> None: ...

class AssignDeviceRequest(_message.Message):
    __slots__ = ("module_id", "role_id", "device_id")
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    role_id: str
    device_id: str
    def __init__(self, module_id: _Optional[str] = ..., role_id: _Optional[str] = ..., device_id: _Optional[str] = ...) -> None: ...

class AssignDeviceResponse(_message.Message):
    __slots__ = ("success", "error_message", "module_ready")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    MODULE_READY_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    module_ready: bool
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., module_ready: bool = ...) -> None: ...

class UnassignDeviceRequest(_message.Message):
    __slots__ = ("module_id", "role_id", "device_id")
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    role_id: str
    device_id: str
    def __init__(self, module_id: _Optional[str] = ..., role_id: _Optional[str] = ..., device_id: _Optional[str] = ...) -> None: ...

class UnassignDeviceResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class ListAssignmentsRequest(_message.Message):
    __slots__ = ("module_id",)
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class ListAssignmentsResponse(_message.Message):
    __slots__ = ("assignments",)
    ASSIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    assignments: _containers.RepeatedCompositeFieldContainer[DeviceAssignment]
    def __init__(self, assignments: _Optional[_Iterable[_Union[DeviceAssignment, _Mapping]]] = ...) -> None: ...

class DeviceAssignment(_message.Message):
    __slots__ = ("role_id", "device_id", "device_name", "device_online")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_NAME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ONLINE_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    device_id: str
    device_name: str
    device_online: bool
    def __init__(self, role_id: _Optional[str] = ..., device_id: _Optional[str] = ..., device_name: _Optional[str] = ..., device_online: bool = ...) -> None: ...

class StartModuleRequest(_message.Message):
    __slots__ = ("module_id",)
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class StartModuleResponse(_message.Message):
    __slots__ = ("success", "error_message", "start_time_ns")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    START_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    start_time_ns: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., start_time_ns: _Optional[int] = ...) -> None: ...

class PauseModuleRequest(_message.Message):
    __slots__ = ("module_id",)
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class PauseModuleResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class ResumeModuleRequest(_message.Message):
    __slots__ = ("module_id",)
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class ResumeModuleResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class StopModuleRequest(_message.Message):
    __slots__ = ("module_id", "force")
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    force: bool
    def __init__(self, module_id: _Optional[str] = ..., force: bool = ...) -> None: ...

class StopModuleResponse(_message.Message):
    __slots__ = ("success", "error_message", "uptime_ns", "events_emitted")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    UPTIME_NS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_EMITTED_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    uptime_ns: int
    events_emitted: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., uptime_ns: _Optional[int] = ..., events_emitted: _Optional[int] = ...) -> None: ...

class StreamModuleEventsRequest(_message.Message):
    __slots__ = ("module_id", "event_types")
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPES_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    event_types: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, module_id: _Optional[str] = ..., event_types: _Optional[_Iterable[str]] = ...) -> None: ...

class ModuleEvent(_message.Message):
    __slots__ = ("module_id", "event_type", "timestamp_ns", "severity", "message", "data")
    class DataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    EVENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    event_type: str
    timestamp_ns: int
    severity: ModuleEventSeverity
    message: str
    data: _containers.ScalarMap[str, str]
    def __init__(self, module_id: _Optional[str] = ..., event_type: _Optional[str] = ..., timestamp_ns: _Optional[int] = ..., severity: _Optional[_Union[ModuleEventSeverity, str]] = ..., message: _Optional[str] = ..., data: _Optional[_Mapping[str, str]] = ...) -> None: ...

class StreamModuleDataRequest(_message.Message):
    __slots__ = ("module_id", "data_types", "max_rate_hz")
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    DATA_TYPES_FIELD_NUMBER: _ClassVar[int]
    MAX_RATE_HZ_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    data_types: _containers.RepeatedScalarFieldContainer[str]
    max_rate_hz: int
    def __init__(self, module_id: _Optional[str] = ..., data_types: _Optional[_Iterable[str]] = ..., max_rate_hz: _Optional[int] = ...) -> None: ...

class ModuleDataPoint(_message.Message):
    __slots__ = ("module_id", "data_type", "timestamp_ns", "values", "metadata")
    class ValuesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    DATA_TYPE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    data_type: str
    timestamp_ns: int
    values: _containers.ScalarMap[str, float]
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, module_id: _Optional[str] = ..., data_type: _Optional[str] = ..., timestamp_ns: _Optional[int] = ..., values: _Optional[_Mapping[str, float]] = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ListPlanTypesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListPlanTypesResponse(_message.Message):
    __slots__ = ("plan_types",)
    PLAN_TYPES_FIELD_NUMBER: _ClassVar[int]
    plan_types: _containers.RepeatedCompositeFieldContainer[PlanTypeSummary]
    def __init__(self, plan_types: _Optional[_Iterable[_Union[PlanTypeSummary, _Mapping]]] = ...) -> None: ...

class PlanTypeSummary(_message.Message):
    __slots__ = ("type_id", "display_name", "description", "categories")
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    type_id: str
    display_name: str
    description: str
    categories: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, type_id: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., categories: _Optional[_Iterable[str]] = ...) -> None: ...

class GetPlanTypeInfoRequest(_message.Message):
    __slots__ = ("type_id",)
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    type_id: str
    def __init__(self, type_id: _Optional[str] = ...) -> None: ...

class PlanTypeInfo(_message.Message):
    __slots__ = ("type_id", "display_name", "description", "parameters", "device_roles")
    TYPE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ROLES_FIELD_NUMBER: _ClassVar[int]
    type_id: str
    display_name: str
    description: str
    parameters: _containers.RepeatedCompositeFieldContainer[PlanParameter]
    device_roles: _containers.RepeatedCompositeFieldContainer[PlanDeviceRole]
    def __init__(self, type_id: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., parameters: _Optional[_Iterable[_Union[PlanParameter, _Mapping]]] = ..., device_roles: _Optional[_Iterable[_Union[PlanDeviceRole, _Mapping]]] = ...) -> None: ...

class PlanParameter(_message.Message):
    __slots__ = ("param_id", "display_name", "description", "dtype", "default_value", "required", "min_value", "max_value", "units")
    PARAM_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_VALUE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    MIN_VALUE_FIELD_NUMBER: _ClassVar[int]
    MAX_VALUE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    param_id: str
    display_name: str
    description: str
    dtype: str
    default_value: str
    required: bool
    min_value: str
    max_value: str
    units: str
    def __init__(self, param_id: _Optional[str] = ..., display_name: _Optional[str] = ..., description: _Optional[str] = ..., dtype: _Optional[str] = ..., default_value: _Optional[str] = ..., required: bool = ..., min_value: _Optional[str] = ..., max_value: _Optional[str] = ..., units: _Optional[str] = ...) -> None: ...

class PlanDeviceRole(_message.Message):
    __slots__ = ("role_id", "required_capability", "description")
    ROLE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_CAPABILITY_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    role_id: str
    required_capability: str
    description: str
    def __init__(self, role_id: _Optional[str] = ..., required_capability: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class QueuePlanRequest(_message.Message):
    __slots__ = ("plan_type", "parameters", "device_mapping", "metadata")
    class ParametersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class DeviceMappingEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PLAN_TYPE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_MAPPING_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    plan_type: str
    parameters: _containers.ScalarMap[str, str]
    device_mapping: _containers.ScalarMap[str, str]
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, plan_type: _Optional[str] = ..., parameters: _Optional[_Mapping[str, str]] = ..., device_mapping: _Optional[_Mapping[str, str]] = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class QueuePlanResponse(_message.Message):
    __slots__ = ("success", "run_uid", "error_message", "queue_position")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    QUEUE_POSITION_FIELD_NUMBER: _ClassVar[int]
    success: bool
    run_uid: str
    error_message: str
    queue_position: int
    def __init__(self, success: bool = ..., run_uid: _Optional[str] = ..., error_message: _Optional[str] = ..., queue_position: _Optional[int] = ...) -> None: ...

class StartEngineRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class StartEngineResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class PauseEngineRequest(_message.Message):
    __slots__ = ("defer",)
    DEFER_FIELD_NUMBER: _ClassVar[int]
    defer: bool
    def __init__(self, defer: bool = ...) -> None: ...

class PauseEngineResponse(_message.Message):
    __slots__ = ("success", "paused_at")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    PAUSED_AT_FIELD_NUMBER: _ClassVar[int]
    success: bool
    paused_at: str
    def __init__(self, success: bool = ..., paused_at: _Optional[str] = ...) -> None: ...

class ResumeEngineRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ResumeEngineResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class AbortPlanRequest(_message.Message):
    __slots__ = ("run_uid",)
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    run_uid: str
    def __init__(self, run_uid: _Optional[str] = ...) -> None: ...

class AbortPlanResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class HaltEngineRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class HaltEngineResponse(_message.Message):
    __slots__ = ("halted", "message")
    HALTED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    halted: bool
    message: str
    def __init__(self, halted: bool = ..., message: _Optional[str] = ...) -> None: ...

class GetEngineStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class EngineStatus(_message.Message):
    __slots__ = ("state", "current_run_uid", "current_plan_type", "current_event_number", "total_events_expected", "queued_plans", "run_start_ns", "elapsed_ns")
    STATE_FIELD_NUMBER: _ClassVar[int]
    CURRENT_RUN_UID_FIELD_NUMBER: _ClassVar[int]
    CURRENT_PLAN_TYPE_FIELD_NUMBER: _ClassVar[int]
    CURRENT_EVENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    TOTAL_EVENTS_EXPECTED_FIELD_NUMBER: _ClassVar[int]
    QUEUED_PLANS_FIELD_NUMBER: _ClassVar[int]
    RUN_START_NS_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_NS_FIELD_NUMBER: _ClassVar[int]
    state: EngineState
    current_run_uid: str
    current_plan_type: str
    current_event_number: int
    total_events_expected: int
    queued_plans: int
    run_start_ns: int
    elapsed_ns: int
    def __init__(self, state: _Optional[_Union[EngineState, str]] = ..., current_run_uid: _Optional[str] = ..., current_plan_type: _Optional[str] = ..., current_event_number: _Optional[int] = ..., total_events_expected: _Optional[int] = ..., queued_plans: _Optional[int] = ..., run_start_ns: _Optional[int] = ..., elapsed_ns: _Optional[int] = ...) -> None: ...

class Document(_message.Message):
    __slots__ = ("doc_type", "uid", "timestamp_ns", "start", "descriptor", "event", "stop")
    DOC_TYPE_FIELD_NUMBER: _ClassVar[int]
    UID_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTOR_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    STOP_FIELD_NUMBER: _ClassVar[int]
    doc_type: DocumentType
    uid: str
    timestamp_ns: int
    start: StartDocument
    descriptor: DescriptorDocument
    event: EventDocument
    stop: StopDocument
    def __init__(self, doc_type: _Optional[_Union[DocumentType, str]] = ..., uid: _Optional[str] = ..., timestamp_ns: _Optional[int] = ..., start: _Optional[_Union[StartDocument, _Mapping]] = ..., descriptor: _Optional[_Union[DescriptorDocument, _Mapping]] = ..., event: _Optional[_Union[EventDocument, _Mapping]] = ..., stop: _Optional[_Union[StopDocument, _Mapping]] = ...) -> None: ...

class StartDocument(_message.Message):
    __slots__ = ("run_uid", "plan_type", "plan_name", "plan_args", "metadata", "hints", "time_ns")
    class PlanArgsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    PLAN_TYPE_FIELD_NUMBER: _ClassVar[int]
    PLAN_NAME_FIELD_NUMBER: _ClassVar[int]
    PLAN_ARGS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    HINTS_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    run_uid: str
    plan_type: str
    plan_name: str
    plan_args: _containers.ScalarMap[str, str]
    metadata: _containers.ScalarMap[str, str]
    hints: _containers.RepeatedScalarFieldContainer[str]
    time_ns: int
    def __init__(self, run_uid: _Optional[str] = ..., plan_type: _Optional[str] = ..., plan_name: _Optional[str] = ..., plan_args: _Optional[_Mapping[str, str]] = ..., metadata: _Optional[_Mapping[str, str]] = ..., hints: _Optional[_Iterable[str]] = ..., time_ns: _Optional[int] = ...) -> None: ...

class DescriptorDocument(_message.Message):
    __slots__ = ("run_uid", "descriptor_uid", "name", "data_keys", "configuration")
    class DataKeysEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: DataKey
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[DataKey, _Mapping]] = ...) -> None: ...
    class ConfigurationEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTOR_UID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DATA_KEYS_FIELD_NUMBER: _ClassVar[int]
    CONFIGURATION_FIELD_NUMBER: _ClassVar[int]
    run_uid: str
    descriptor_uid: str
    name: str
    data_keys: _containers.MessageMap[str, DataKey]
    configuration: _containers.ScalarMap[str, str]
    def __init__(self, run_uid: _Optional[str] = ..., descriptor_uid: _Optional[str] = ..., name: _Optional[str] = ..., data_keys: _Optional[_Mapping[str, DataKey]] = ..., configuration: _Optional[_Mapping[str, str]] = ...) -> None: ...

class DataKey(_message.Message):
    __slots__ = ("dtype", "shape", "source", "units", "precision")
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    PRECISION_FIELD_NUMBER: _ClassVar[int]
    dtype: str
    shape: _containers.RepeatedScalarFieldContainer[int]
    source: str
    units: str
    precision: float
    def __init__(self, dtype: _Optional[str] = ..., shape: _Optional[_Iterable[int]] = ..., source: _Optional[str] = ..., units: _Optional[str] = ..., precision: _Optional[float] = ...) -> None: ...

class EventDocument(_message.Message):
    __slots__ = ("descriptor_uid", "seq_num", "time_ns", "data", "timestamps", "bulk_data", "metadata", "arrays")
    class DataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    class TimestampsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class BulkDataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: FlightTicket
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[FlightTicket, _Mapping]] = ...) -> None: ...
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class ArraysEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: bytes
        def __init__(self, key: _Optional[str] = ..., value: _Optional[bytes] = ...) -> None: ...
    DESCRIPTOR_UID_FIELD_NUMBER: _ClassVar[int]
    SEQ_NUM_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMPS_FIELD_NUMBER: _ClassVar[int]
    BULK_DATA_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    ARRAYS_FIELD_NUMBER: _ClassVar[int]
    descriptor_uid: str
    seq_num: int
    time_ns: int
    data: _containers.ScalarMap[str, float]
    timestamps: _containers.ScalarMap[str, int]
    bulk_data: _containers.MessageMap[str, FlightTicket]
    metadata: _containers.ScalarMap[str, str]
    arrays: _containers.ScalarMap[str, bytes]
    def __init__(self, descriptor_uid: _Optional[str] = ..., seq_num: _Optional[int] = ..., time_ns: _Optional[int] = ..., data: _Optional[_Mapping[str, float]] = ..., timestamps: _Optional[_Mapping[str, int]] = ..., bulk_data: _Optional[_Mapping[str, FlightTicket]] = ..., metadata: _Optional[_Mapping[str, str]] = ..., arrays: _Optional[_Mapping[str, bytes]] = ...) -> None: ...

class StopDocument(_message.Message):
    __slots__ = ("run_uid", "exit_status", "reason", "time_ns", "num_events")
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    EXIT_STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TIME_NS_FIELD_NUMBER: _ClassVar[int]
    NUM_EVENTS_FIELD_NUMBER: _ClassVar[int]
    run_uid: str
    exit_status: str
    reason: str
    time_ns: int
    num_events: int
    def __init__(self, run_uid: _Optional[str] = ..., exit_status: _Optional[str] = ..., reason: _Optional[str] = ..., time_ns: _Optional[int] = ..., num_events: _Optional[int] = ...) -> None: ...

class StreamDocumentsRequest(_message.Message):
    __slots__ = ("run_uid", "doc_types")
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    DOC_TYPES_FIELD_NUMBER: _ClassVar[int]
    run_uid: str
    doc_types: _containers.RepeatedScalarFieldContainer[DocumentType]
    def __init__(self, run_uid: _Optional[str] = ..., doc_types: _Optional[_Iterable[_Union[DocumentType, str]]] = ...) -> None: ...

class ConfigureStorageRequest(_message.Message):
    __slots__ = ("output_directory", "hdf5_config", "flush_interval_ms", "max_buffer_mb")
    OUTPUT_DIRECTORY_FIELD_NUMBER: _ClassVar[int]
    HDF5_CONFIG_FIELD_NUMBER: _ClassVar[int]
    FLUSH_INTERVAL_MS_FIELD_NUMBER: _ClassVar[int]
    MAX_BUFFER_MB_FIELD_NUMBER: _ClassVar[int]
    output_directory: str
    hdf5_config: HDF5Config
    flush_interval_ms: int
    max_buffer_mb: int
    def __init__(self, output_directory: _Optional[str] = ..., hdf5_config: _Optional[_Union[HDF5Config, _Mapping]] = ..., flush_interval_ms: _Optional[int] = ..., max_buffer_mb: _Optional[int] = ...) -> None: ...

class HDF5Config(_message.Message):
    __slots__ = ("compression", "compression_level", "chunk_size", "filename_pattern", "include_timestamps", "include_device_metadata")
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_LEVEL_FIELD_NUMBER: _ClassVar[int]
    CHUNK_SIZE_FIELD_NUMBER: _ClassVar[int]
    FILENAME_PATTERN_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_TIMESTAMPS_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_DEVICE_METADATA_FIELD_NUMBER: _ClassVar[int]
    compression: str
    compression_level: int
    chunk_size: int
    filename_pattern: str
    include_timestamps: bool
    include_device_metadata: bool
    def __init__(self, compression: _Optional[str] = ..., compression_level: _Optional[int] = ..., chunk_size: _Optional[int] = ..., filename_pattern: _Optional[str] = ..., include_timestamps: bool = ..., include_device_metadata: bool = ...) -> None: ...

class ConfigureStorageResponse(_message.Message):
    __slots__ = ("success", "error_message", "resolved_output_directory")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_OUTPUT_DIRECTORY_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    resolved_output_directory: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., resolved_output_directory: _Optional[str] = ...) -> None: ...

class GetStorageConfigRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class StorageConfig(_message.Message):
    __slots__ = ("output_directory", "hdf5_config", "flush_interval_ms", "max_buffer_mb", "disk_space_available_bytes", "disk_space_used_bytes")
    OUTPUT_DIRECTORY_FIELD_NUMBER: _ClassVar[int]
    HDF5_CONFIG_FIELD_NUMBER: _ClassVar[int]
    FLUSH_INTERVAL_MS_FIELD_NUMBER: _ClassVar[int]
    MAX_BUFFER_MB_FIELD_NUMBER: _ClassVar[int]
    DISK_SPACE_AVAILABLE_BYTES_FIELD_NUMBER: _ClassVar[int]
    DISK_SPACE_USED_BYTES_FIELD_NUMBER: _ClassVar[int]
    output_directory: str
    hdf5_config: HDF5Config
    flush_interval_ms: int
    max_buffer_mb: int
    disk_space_available_bytes: int
    disk_space_used_bytes: int
    def __init__(self, output_directory: _Optional[str] = ..., hdf5_config: _Optional[_Union[HDF5Config, _Mapping]] = ..., flush_interval_ms: _Optional[int] = ..., max_buffer_mb: _Optional[int] = ..., disk_space_available_bytes: _Optional[int] = ..., disk_space_used_bytes: _Optional[int] = ...) -> None: ...

class StartRecordingRequest(_message.Message):
    __slots__ = ("name", "metadata", "config_override", "scan_id", "run_uid")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    CONFIG_OVERRIDE_FIELD_NUMBER: _ClassVar[int]
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    name: str
    metadata: _containers.ScalarMap[str, str]
    config_override: HDF5Config
    scan_id: str
    run_uid: str
    def __init__(self, name: _Optional[str] = ..., metadata: _Optional[_Mapping[str, str]] = ..., config_override: _Optional[_Union[HDF5Config, _Mapping]] = ..., scan_id: _Optional[str] = ..., run_uid: _Optional[str] = ...) -> None: ...

class StartRecordingResponse(_message.Message):
    __slots__ = ("success", "error_message", "recording_id", "output_path")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    RECORDING_ID_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_PATH_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    recording_id: str
    output_path: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., recording_id: _Optional[str] = ..., output_path: _Optional[str] = ...) -> None: ...

class StopRecordingRequest(_message.Message):
    __slots__ = ("recording_id", "final_metadata")
    class FinalMetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    RECORDING_ID_FIELD_NUMBER: _ClassVar[int]
    FINAL_METADATA_FIELD_NUMBER: _ClassVar[int]
    recording_id: str
    final_metadata: _containers.ScalarMap[str, str]
    def __init__(self, recording_id: _Optional[str] = ..., final_metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class StopRecordingResponse(_message.Message):
    __slots__ = ("success", "error_message", "acquisition_id", "output_path", "file_size_bytes", "total_samples", "duration_ns")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ACQUISITION_ID_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_PATH_FIELD_NUMBER: _ClassVar[int]
    FILE_SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SAMPLES_FIELD_NUMBER: _ClassVar[int]
    DURATION_NS_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    acquisition_id: str
    output_path: str
    file_size_bytes: int
    total_samples: int
    duration_ns: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., acquisition_id: _Optional[str] = ..., output_path: _Optional[str] = ..., file_size_bytes: _Optional[int] = ..., total_samples: _Optional[int] = ..., duration_ns: _Optional[int] = ...) -> None: ...

class GetRecordingStatusRequest(_message.Message):
    __slots__ = ("recording_id",)
    RECORDING_ID_FIELD_NUMBER: _ClassVar[int]
    recording_id: str
    def __init__(self, recording_id: _Optional[str] = ...) -> None: ...

class RecordingStatus(_message.Message):
    __slots__ = ("recording_id", "state", "output_path", "samples_recorded", "bytes_written", "start_time_ns", "elapsed_ns", "buffer_fill_percent", "pending_samples", "flushes_completed", "error_message")
    RECORDING_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_PATH_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_RECORDED_FIELD_NUMBER: _ClassVar[int]
    BYTES_WRITTEN_FIELD_NUMBER: _ClassVar[int]
    START_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    ELAPSED_NS_FIELD_NUMBER: _ClassVar[int]
    BUFFER_FILL_PERCENT_FIELD_NUMBER: _ClassVar[int]
    PENDING_SAMPLES_FIELD_NUMBER: _ClassVar[int]
    FLUSHES_COMPLETED_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    recording_id: str
    state: RecordingState
    output_path: str
    samples_recorded: int
    bytes_written: int
    start_time_ns: int
    elapsed_ns: int
    buffer_fill_percent: int
    pending_samples: int
    flushes_completed: int
    error_message: str
    def __init__(self, recording_id: _Optional[str] = ..., state: _Optional[_Union[RecordingState, str]] = ..., output_path: _Optional[str] = ..., samples_recorded: _Optional[int] = ..., bytes_written: _Optional[int] = ..., start_time_ns: _Optional[int] = ..., elapsed_ns: _Optional[int] = ..., buffer_fill_percent: _Optional[int] = ..., pending_samples: _Optional[int] = ..., flushes_completed: _Optional[int] = ..., error_message: _Optional[str] = ...) -> None: ...

class ListAcquisitionsRequest(_message.Message):
    __slots__ = ("name_pattern", "after_timestamp_ns", "before_timestamp_ns", "limit", "offset")
    NAME_PATTERN_FIELD_NUMBER: _ClassVar[int]
    AFTER_TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    BEFORE_TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    name_pattern: str
    after_timestamp_ns: int
    before_timestamp_ns: int
    limit: int
    offset: int
    def __init__(self, name_pattern: _Optional[str] = ..., after_timestamp_ns: _Optional[int] = ..., before_timestamp_ns: _Optional[int] = ..., limit: _Optional[int] = ..., offset: _Optional[int] = ...) -> None: ...

class ListAcquisitionsResponse(_message.Message):
    __slots__ = ("acquisitions", "total_count")
    ACQUISITIONS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    acquisitions: _containers.RepeatedCompositeFieldContainer[AcquisitionSummary]
    total_count: int
    def __init__(self, acquisitions: _Optional[_Iterable[_Union[AcquisitionSummary, _Mapping]]] = ..., total_count: _Optional[int] = ...) -> None: ...

class AcquisitionSummary(_message.Message):
    __slots__ = ("acquisition_id", "name", "file_path", "file_size_bytes", "created_at_ns", "duration_ns", "sample_count")
    ACQUISITION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    FILE_PATH_FIELD_NUMBER: _ClassVar[int]
    FILE_SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_NS_FIELD_NUMBER: _ClassVar[int]
    DURATION_NS_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    acquisition_id: str
    name: str
    file_path: str
    file_size_bytes: int
    created_at_ns: int
    duration_ns: int
    sample_count: int
    def __init__(self, acquisition_id: _Optional[str] = ..., name: _Optional[str] = ..., file_path: _Optional[str] = ..., file_size_bytes: _Optional[int] = ..., created_at_ns: _Optional[int] = ..., duration_ns: _Optional[int] = ..., sample_count: _Optional[int] = ...) -> None: ...

class GetAcquisitionInfoRequest(_message.Message):
    __slots__ = ("acquisition_id",)
    ACQUISITION_ID_FIELD_NUMBER: _ClassVar[int]
    acquisition_id: str
    def __init__(self, acquisition_id: _Optional[str] = ...) -> None: ...

class AcquisitionInfo(_message.Message):
    __slots__ = ("acquisition_id", "name", "file_path", "file_size_bytes", "created_at_ns", "duration_ns", "datasets", "metadata", "scan_id", "run_uid", "structure")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ACQUISITION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    FILE_PATH_FIELD_NUMBER: _ClassVar[int]
    FILE_SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_NS_FIELD_NUMBER: _ClassVar[int]
    DURATION_NS_FIELD_NUMBER: _ClassVar[int]
    DATASETS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    RUN_UID_FIELD_NUMBER: _ClassVar[int]
    STRUCTURE_FIELD_NUMBER: _ClassVar[int]
    acquisition_id: str
    name: str
    file_path: str
    file_size_bytes: int
    created_at_ns: int
    duration_ns: int
    datasets: _containers.RepeatedCompositeFieldContainer[DatasetInfo]
    metadata: _containers.ScalarMap[str, str]
    scan_id: str
    run_uid: str
    structure: HDF5Structure
    def __init__(self, acquisition_id: _Optional[str] = ..., name: _Optional[str] = ..., file_path: _Optional[str] = ..., file_size_bytes: _Optional[int] = ..., created_at_ns: _Optional[int] = ..., duration_ns: _Optional[int] = ..., datasets: _Optional[_Iterable[_Union[DatasetInfo, _Mapping]]] = ..., metadata: _Optional[_Mapping[str, str]] = ..., scan_id: _Optional[str] = ..., run_uid: _Optional[str] = ..., structure: _Optional[_Union[HDF5Structure, _Mapping]] = ...) -> None: ...

class DatasetInfo(_message.Message):
    __slots__ = ("name", "dtype", "shape", "units", "device_id", "sample_count", "min_value", "max_value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DTYPE_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    MIN_VALUE_FIELD_NUMBER: _ClassVar[int]
    MAX_VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    dtype: str
    shape: _containers.RepeatedScalarFieldContainer[int]
    units: str
    device_id: str
    sample_count: int
    min_value: float
    max_value: float
    def __init__(self, name: _Optional[str] = ..., dtype: _Optional[str] = ..., shape: _Optional[_Iterable[int]] = ..., units: _Optional[str] = ..., device_id: _Optional[str] = ..., sample_count: _Optional[int] = ..., min_value: _Optional[float] = ..., max_value: _Optional[float] = ...) -> None: ...

class HDF5Structure(_message.Message):
    __slots__ = ("groups", "dataset_count", "total_elements", "compression", "chunk_size")
    GROUPS_FIELD_NUMBER: _ClassVar[int]
    DATASET_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    CHUNK_SIZE_FIELD_NUMBER: _ClassVar[int]
    groups: _containers.RepeatedScalarFieldContainer[str]
    dataset_count: int
    total_elements: int
    compression: str
    chunk_size: int
    def __init__(self, groups: _Optional[_Iterable[str]] = ..., dataset_count: _Optional[int] = ..., total_elements: _Optional[int] = ..., compression: _Optional[str] = ..., chunk_size: _Optional[int] = ...) -> None: ...

class DeleteAcquisitionRequest(_message.Message):
    __slots__ = ("acquisition_id", "confirm")
    ACQUISITION_ID_FIELD_NUMBER: _ClassVar[int]
    CONFIRM_FIELD_NUMBER: _ClassVar[int]
    acquisition_id: str
    confirm: bool
    def __init__(self, acquisition_id: _Optional[str] = ..., confirm: bool = ...) -> None: ...

class DeleteAcquisitionResponse(_message.Message):
    __slots__ = ("success", "error_message", "bytes_freed")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    BYTES_FREED_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    bytes_freed: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., bytes_freed: _Optional[int] = ...) -> None: ...

class FlushToStorageRequest(_message.Message):
    __slots__ = ("recording_id", "sync")
    RECORDING_ID_FIELD_NUMBER: _ClassVar[int]
    SYNC_FIELD_NUMBER: _ClassVar[int]
    recording_id: str
    sync: bool
    def __init__(self, recording_id: _Optional[str] = ..., sync: bool = ...) -> None: ...

class FlushToStorageResponse(_message.Message):
    __slots__ = ("success", "error_message", "samples_flushed", "bytes_written")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_FLUSHED_FIELD_NUMBER: _ClassVar[int]
    BYTES_WRITTEN_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    samples_flushed: int
    bytes_written: int
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., samples_flushed: _Optional[int] = ..., bytes_written: _Optional[int] = ...) -> None: ...

class StreamRecordingProgressRequest(_message.Message):
    __slots__ = ("scan_id", "update_interval_ms")
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_INTERVAL_MS_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    update_interval_ms: int
    def __init__(self, scan_id: _Optional[str] = ..., update_interval_ms: _Optional[int] = ...) -> None: ...

class RecordingProgress(_message.Message):
    __slots__ = ("scan_id", "state", "timestamp_ns", "samples_recorded", "bytes_written", "samples_per_second", "buffer_fill_percent", "flush_in_progress", "estimated_remaining_ns")
    SCAN_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_RECORDED_FIELD_NUMBER: _ClassVar[int]
    BYTES_WRITTEN_FIELD_NUMBER: _ClassVar[int]
    SAMPLES_PER_SECOND_FIELD_NUMBER: _ClassVar[int]
    BUFFER_FILL_PERCENT_FIELD_NUMBER: _ClassVar[int]
    FLUSH_IN_PROGRESS_FIELD_NUMBER: _ClassVar[int]
    ESTIMATED_REMAINING_NS_FIELD_NUMBER: _ClassVar[int]
    scan_id: str
    state: ScanState
    timestamp_ns: int
    samples_recorded: int
    bytes_written: int
    samples_per_second: float
    buffer_fill_percent: int
    flush_in_progress: bool
    estimated_remaining_ns: int
    def __init__(self, scan_id: _Optional[str] = ..., state: _Optional[_Union[ScanState, str]] = ..., timestamp_ns: _Optional[int] = ..., samples_recorded: _Optional[int] = ..., bytes_written: _Optional[int] = ..., samples_per_second: _Optional[float] = ..., buffer_fill_percent: _Optional[int] = ..., flush_in_progress: bool = ..., estimated_remaining_ns: _Optional[int] = ...) -> None: ...

class GetRingBufferTapInfoRequest(_message.Message):
    __slots__ = ("buffer_name",)
    BUFFER_NAME_FIELD_NUMBER: _ClassVar[int]
    buffer_name: str
    def __init__(self, buffer_name: _Optional[str] = ...) -> None: ...

class RingBufferTapInfo(_message.Message):
    __slots__ = ("file_path", "total_size_bytes", "capacity_bytes", "header_size", "stream_id", "magic", "write_head", "read_tail", "write_epoch", "data_format", "arrow_schema_json")
    FILE_PATH_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    CAPACITY_BYTES_FIELD_NUMBER: _ClassVar[int]
    HEADER_SIZE_FIELD_NUMBER: _ClassVar[int]
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    MAGIC_FIELD_NUMBER: _ClassVar[int]
    WRITE_HEAD_FIELD_NUMBER: _ClassVar[int]
    READ_TAIL_FIELD_NUMBER: _ClassVar[int]
    WRITE_EPOCH_FIELD_NUMBER: _ClassVar[int]
    DATA_FORMAT_FIELD_NUMBER: _ClassVar[int]
    ARROW_SCHEMA_JSON_FIELD_NUMBER: _ClassVar[int]
    file_path: str
    total_size_bytes: int
    capacity_bytes: int
    header_size: int
    stream_id: int
    magic: int
    write_head: int
    read_tail: int
    write_epoch: int
    data_format: str
    arrow_schema_json: str
    def __init__(self, file_path: _Optional[str] = ..., total_size_bytes: _Optional[int] = ..., capacity_bytes: _Optional[int] = ..., header_size: _Optional[int] = ..., stream_id: _Optional[int] = ..., magic: _Optional[int] = ..., write_head: _Optional[int] = ..., read_tail: _Optional[int] = ..., write_epoch: _Optional[int] = ..., data_format: _Optional[str] = ..., arrow_schema_json: _Optional[str] = ...) -> None: ...

class ListPluginsRequest(_message.Message):
    __slots__ = ("driver_type_filter",)
    DRIVER_TYPE_FILTER_FIELD_NUMBER: _ClassVar[int]
    driver_type_filter: str
    def __init__(self, driver_type_filter: _Optional[str] = ...) -> None: ...

class ListPluginsResponse(_message.Message):
    __slots__ = ("plugins",)
    PLUGINS_FIELD_NUMBER: _ClassVar[int]
    plugins: _containers.RepeatedCompositeFieldContainer[PluginSummary]
    def __init__(self, plugins: _Optional[_Iterable[_Union[PluginSummary, _Mapping]]] = ...) -> None: ...

class PluginSummary(_message.Message):
    __slots__ = ("plugin_id", "name", "version", "driver_type", "has_readable", "has_movable", "has_settable", "has_switchable", "has_actionable", "has_loggable", "has_scriptable")
    PLUGIN_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DRIVER_TYPE_FIELD_NUMBER: _ClassVar[int]
    HAS_READABLE_FIELD_NUMBER: _ClassVar[int]
    HAS_MOVABLE_FIELD_NUMBER: _ClassVar[int]
    HAS_SETTABLE_FIELD_NUMBER: _ClassVar[int]
    HAS_SWITCHABLE_FIELD_NUMBER: _ClassVar[int]
    HAS_ACTIONABLE_FIELD_NUMBER: _ClassVar[int]
    HAS_LOGGABLE_FIELD_NUMBER: _ClassVar[int]
    HAS_SCRIPTABLE_FIELD_NUMBER: _ClassVar[int]
    plugin_id: str
    name: str
    version: str
    driver_type: str
    has_readable: bool
    has_movable: bool
    has_settable: bool
    has_switchable: bool
    has_actionable: bool
    has_loggable: bool
    has_scriptable: bool
    def __init__(self, plugin_id: _Optional[str] = ..., name: _Optional[str] = ..., version: _Optional[str] = ..., driver_type: _Optional[str] = ..., has_readable: bool = ..., has_movable: bool = ..., has_settable: bool = ..., has_switchable: bool = ..., has_actionable: bool = ..., has_loggable: bool = ..., has_scriptable: bool = ...) -> None: ...

class GetPluginInfoRequest(_message.Message):
    __slots__ = ("plugin_id",)
    PLUGIN_ID_FIELD_NUMBER: _ClassVar[int]
    plugin_id: str
    def __init__(self, plugin_id: _Optional[str] = ...) -> None: ...

class PluginInfo(_message.Message):
    __slots__ = ("plugin_id", "name", "version", "driver_type", "protocol", "capabilities", "ui_layout")
    PLUGIN_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    DRIVER_TYPE_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    UI_LAYOUT_FIELD_NUMBER: _ClassVar[int]
    plugin_id: str
    name: str
    version: str
    driver_type: str
    protocol: PluginProtocol
    capabilities: PluginCapabilities
    ui_layout: _containers.RepeatedCompositeFieldContainer[PluginUIElement]
    def __init__(self, plugin_id: _Optional[str] = ..., name: _Optional[str] = ..., version: _Optional[str] = ..., driver_type: _Optional[str] = ..., protocol: _Optional[_Union[PluginProtocol, _Mapping]] = ..., capabilities: _Optional[_Union[PluginCapabilities, _Mapping]] = ..., ui_layout: _Optional[_Iterable[_Union[PluginUIElement, _Mapping]]] = ...) -> None: ...

class PluginProtocol(_message.Message):
    __slots__ = ("baud_rate", "termination", "command_delay_ms", "timeout_ms", "tcp_host", "tcp_port")
    BAUD_RATE_FIELD_NUMBER: _ClassVar[int]
    TERMINATION_FIELD_NUMBER: _ClassVar[int]
    COMMAND_DELAY_MS_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    TCP_HOST_FIELD_NUMBER: _ClassVar[int]
    TCP_PORT_FIELD_NUMBER: _ClassVar[int]
    baud_rate: int
    termination: str
    command_delay_ms: int
    timeout_ms: int
    tcp_host: str
    tcp_port: int
    def __init__(self, baud_rate: _Optional[int] = ..., termination: _Optional[str] = ..., command_delay_ms: _Optional[int] = ..., timeout_ms: _Optional[int] = ..., tcp_host: _Optional[str] = ..., tcp_port: _Optional[int] = ...) -> None: ...

class PluginCapabilities(_message.Message):
    __slots__ = ("readable", "movable", "settable", "switchable", "actionable", "loggable", "scriptable")
    READABLE_FIELD_NUMBER: _ClassVar[int]
    MOVABLE_FIELD_NUMBER: _ClassVar[int]
    SETTABLE_FIELD_NUMBER: _ClassVar[int]
    SWITCHABLE_FIELD_NUMBER: _ClassVar[int]
    ACTIONABLE_FIELD_NUMBER: _ClassVar[int]
    LOGGABLE_FIELD_NUMBER: _ClassVar[int]
    SCRIPTABLE_FIELD_NUMBER: _ClassVar[int]
    readable: _containers.RepeatedCompositeFieldContainer[PluginReadable]
    movable: PluginMovable
    settable: _containers.RepeatedCompositeFieldContainer[PluginSettable]
    switchable: _containers.RepeatedCompositeFieldContainer[PluginSwitchable]
    actionable: _containers.RepeatedCompositeFieldContainer[PluginActionable]
    loggable: _containers.RepeatedCompositeFieldContainer[PluginLoggable]
    scriptable: _containers.RepeatedCompositeFieldContainer[PluginScriptable]
    def __init__(self, readable: _Optional[_Iterable[_Union[PluginReadable, _Mapping]]] = ..., movable: _Optional[_Union[PluginMovable, _Mapping]] = ..., settable: _Optional[_Iterable[_Union[PluginSettable, _Mapping]]] = ..., switchable: _Optional[_Iterable[_Union[PluginSwitchable, _Mapping]]] = ..., actionable: _Optional[_Iterable[_Union[PluginActionable, _Mapping]]] = ..., loggable: _Optional[_Iterable[_Union[PluginLoggable, _Mapping]]] = ..., scriptable: _Optional[_Iterable[_Union[PluginScriptable, _Mapping]]] = ...) -> None: ...

class PluginReadable(_message.Message):
    __slots__ = ("name", "command", "pattern", "unit")
    NAME_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    name: str
    command: str
    pattern: str
    unit: str
    def __init__(self, name: _Optional[str] = ..., command: _Optional[str] = ..., pattern: _Optional[str] = ..., unit: _Optional[str] = ...) -> None: ...

class PluginMovable(_message.Message):
    __slots__ = ("axes", "set_cmd", "get_cmd", "get_pattern")
    AXES_FIELD_NUMBER: _ClassVar[int]
    SET_CMD_FIELD_NUMBER: _ClassVar[int]
    GET_CMD_FIELD_NUMBER: _ClassVar[int]
    GET_PATTERN_FIELD_NUMBER: _ClassVar[int]
    axes: _containers.RepeatedCompositeFieldContainer[PluginAxis]
    set_cmd: str
    get_cmd: str
    get_pattern: str
    def __init__(self, axes: _Optional[_Iterable[_Union[PluginAxis, _Mapping]]] = ..., set_cmd: _Optional[str] = ..., get_cmd: _Optional[str] = ..., get_pattern: _Optional[str] = ...) -> None: ...

class PluginAxis(_message.Message):
    __slots__ = ("name", "unit", "min", "max")
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    MIN_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    name: str
    unit: str
    min: float
    max: float
    def __init__(self, name: _Optional[str] = ..., unit: _Optional[str] = ..., min: _Optional[float] = ..., max: _Optional[float] = ...) -> None: ...

class PluginSettable(_message.Message):
    __slots__ = ("name", "set_cmd", "get_cmd", "pattern", "unit", "min", "max", "value_type", "options")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SET_CMD_FIELD_NUMBER: _ClassVar[int]
    GET_CMD_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    MIN_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    VALUE_TYPE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    set_cmd: str
    get_cmd: str
    pattern: str
    unit: str
    min: float
    max: float
    value_type: str
    options: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., set_cmd: _Optional[str] = ..., get_cmd: _Optional[str] = ..., pattern: _Optional[str] = ..., unit: _Optional[str] = ..., min: _Optional[float] = ..., max: _Optional[float] = ..., value_type: _Optional[str] = ..., options: _Optional[_Iterable[str]] = ...) -> None: ...

class PluginSwitchable(_message.Message):
    __slots__ = ("name", "on_cmd", "off_cmd", "status_cmd", "pattern")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ON_CMD_FIELD_NUMBER: _ClassVar[int]
    OFF_CMD_FIELD_NUMBER: _ClassVar[int]
    STATUS_CMD_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    name: str
    on_cmd: str
    off_cmd: str
    status_cmd: str
    pattern: str
    def __init__(self, name: _Optional[str] = ..., on_cmd: _Optional[str] = ..., off_cmd: _Optional[str] = ..., status_cmd: _Optional[str] = ..., pattern: _Optional[str] = ...) -> None: ...

class PluginActionable(_message.Message):
    __slots__ = ("name", "cmd", "wait_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CMD_FIELD_NUMBER: _ClassVar[int]
    WAIT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    cmd: str
    wait_ms: int
    def __init__(self, name: _Optional[str] = ..., cmd: _Optional[str] = ..., wait_ms: _Optional[int] = ...) -> None: ...

class PluginLoggable(_message.Message):
    __slots__ = ("name", "cmd", "pattern")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CMD_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    name: str
    cmd: str
    pattern: str
    def __init__(self, name: _Optional[str] = ..., cmd: _Optional[str] = ..., pattern: _Optional[str] = ...) -> None: ...

class PluginScriptable(_message.Message):
    __slots__ = ("name", "description", "script", "timeout_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SCRIPT_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    script: str
    timeout_ms: int
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., script: _Optional[str] = ..., timeout_ms: _Optional[int] = ...) -> None: ...

class PluginUIElement(_message.Message):
    __slots__ = ("element_type", "label", "target", "source", "action", "children")
    ELEMENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    element_type: str
    label: str
    target: str
    source: str
    action: str
    children: _containers.RepeatedCompositeFieldContainer[PluginUIElement]
    def __init__(self, element_type: _Optional[str] = ..., label: _Optional[str] = ..., target: _Optional[str] = ..., source: _Optional[str] = ..., action: _Optional[str] = ..., children: _Optional[_Iterable[_Union[PluginUIElement, _Mapping]]] = ...) -> None: ...

class SpawnPluginRequest(_message.Message):
    __slots__ = ("plugin_id", "address", "instance_name", "mock_mode")
    PLUGIN_ID_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_NAME_FIELD_NUMBER: _ClassVar[int]
    MOCK_MODE_FIELD_NUMBER: _ClassVar[int]
    plugin_id: str
    address: str
    instance_name: str
    mock_mode: bool
    def __init__(self, plugin_id: _Optional[str] = ..., address: _Optional[str] = ..., instance_name: _Optional[str] = ..., mock_mode: bool = ...) -> None: ...

class SpawnPluginResponse(_message.Message):
    __slots__ = ("success", "error_message", "instance_id", "device_id")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    instance_id: str
    device_id: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ..., instance_id: _Optional[str] = ..., device_id: _Optional[str] = ...) -> None: ...

class ListPluginInstancesRequest(_message.Message):
    __slots__ = ("plugin_id",)
    PLUGIN_ID_FIELD_NUMBER: _ClassVar[int]
    plugin_id: str
    def __init__(self, plugin_id: _Optional[str] = ...) -> None: ...

class ListPluginInstancesResponse(_message.Message):
    __slots__ = ("instances",)
    INSTANCES_FIELD_NUMBER: _ClassVar[int]
    instances: _containers.RepeatedCompositeFieldContainer[PluginInstanceSummary]
    def __init__(self, instances: _Optional[_Iterable[_Union[PluginInstanceSummary, _Mapping]]] = ...) -> None: ...

class PluginInstanceSummary(_message.Message):
    __slots__ = ("instance_id", "plugin_id", "plugin_name", "address", "device_id", "connected", "mock_mode")
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_ID_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_FIELD_NUMBER: _ClassVar[int]
    MOCK_MODE_FIELD_NUMBER: _ClassVar[int]
    instance_id: str
    plugin_id: str
    plugin_name: str
    address: str
    device_id: str
    connected: bool
    mock_mode: bool
    def __init__(self, instance_id: _Optional[str] = ..., plugin_id: _Optional[str] = ..., plugin_name: _Optional[str] = ..., address: _Optional[str] = ..., device_id: _Optional[str] = ..., connected: bool = ..., mock_mode: bool = ...) -> None: ...

class GetPluginInstanceStatusRequest(_message.Message):
    __slots__ = ("instance_id",)
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    instance_id: str
    def __init__(self, instance_id: _Optional[str] = ...) -> None: ...

class PluginInstanceStatus(_message.Message):
    __slots__ = ("instance_id", "plugin_id", "plugin_name", "address", "device_id", "connected", "mock_mode", "last_error", "last_error_time_ns", "commands_sent", "commands_failed", "uptime_ns")
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_ID_FIELD_NUMBER: _ClassVar[int]
    PLUGIN_NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    CONNECTED_FIELD_NUMBER: _ClassVar[int]
    MOCK_MODE_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_TIME_NS_FIELD_NUMBER: _ClassVar[int]
    COMMANDS_SENT_FIELD_NUMBER: _ClassVar[int]
    COMMANDS_FAILED_FIELD_NUMBER: _ClassVar[int]
    UPTIME_NS_FIELD_NUMBER: _ClassVar[int]
    instance_id: str
    plugin_id: str
    plugin_name: str
    address: str
    device_id: str
    connected: bool
    mock_mode: bool
    last_error: str
    last_error_time_ns: int
    commands_sent: int
    commands_failed: int
    uptime_ns: int
    def __init__(self, instance_id: _Optional[str] = ..., plugin_id: _Optional[str] = ..., plugin_name: _Optional[str] = ..., address: _Optional[str] = ..., device_id: _Optional[str] = ..., connected: bool = ..., mock_mode: bool = ..., last_error: _Optional[str] = ..., last_error_time_ns: _Optional[int] = ..., commands_sent: _Optional[int] = ..., commands_failed: _Optional[int] = ..., uptime_ns: _Optional[int] = ...) -> None: ...

class DestroyPluginInstanceRequest(_message.Message):
    __slots__ = ("instance_id", "run_disconnect_sequence")
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    RUN_DISCONNECT_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    instance_id: str
    run_disconnect_sequence: bool
    def __init__(self, instance_id: _Optional[str] = ..., run_disconnect_sequence: bool = ...) -> None: ...

class DestroyPluginInstanceResponse(_message.Message):
    __slots__ = ("success", "error_message")
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    success: bool
    error_message: str
    def __init__(self, success: bool = ..., error_message: _Optional[str] = ...) -> None: ...

class GetSystemHealthRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSystemHealthResponse(_message.Message):
    __slots__ = ("status", "total_modules", "healthy_modules", "unhealthy_modules", "total_errors", "critical_errors", "timestamp_ns")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MODULES_FIELD_NUMBER: _ClassVar[int]
    HEALTHY_MODULES_FIELD_NUMBER: _ClassVar[int]
    UNHEALTHY_MODULES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_ERRORS_FIELD_NUMBER: _ClassVar[int]
    CRITICAL_ERRORS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    status: SystemHealthStatus
    total_modules: int
    healthy_modules: int
    unhealthy_modules: int
    total_errors: int
    critical_errors: int
    timestamp_ns: int
    def __init__(self, status: _Optional[_Union[SystemHealthStatus, str]] = ..., total_modules: _Optional[int] = ..., healthy_modules: _Optional[int] = ..., unhealthy_modules: _Optional[int] = ..., total_errors: _Optional[int] = ..., critical_errors: _Optional[int] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class GetModuleHealthRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetModuleHealthResponse(_message.Message):
    __slots__ = ("modules", "timestamp_ns")
    MODULES_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    modules: _containers.RepeatedCompositeFieldContainer[ModuleHealthStatus]
    timestamp_ns: int
    def __init__(self, modules: _Optional[_Iterable[_Union[ModuleHealthStatus, _Mapping]]] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class ModuleHealthStatus(_message.Message):
    __slots__ = ("name", "is_healthy", "last_heartbeat_ns", "seconds_since_heartbeat", "status_message")
    NAME_FIELD_NUMBER: _ClassVar[int]
    IS_HEALTHY_FIELD_NUMBER: _ClassVar[int]
    LAST_HEARTBEAT_NS_FIELD_NUMBER: _ClassVar[int]
    SECONDS_SINCE_HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    STATUS_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    name: str
    is_healthy: bool
    last_heartbeat_ns: int
    seconds_since_heartbeat: int
    status_message: str
    def __init__(self, name: _Optional[str] = ..., is_healthy: bool = ..., last_heartbeat_ns: _Optional[int] = ..., seconds_since_heartbeat: _Optional[int] = ..., status_message: _Optional[str] = ...) -> None: ...

class GetErrorHistoryRequest(_message.Message):
    __slots__ = ("limit", "module_name", "min_severity")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    MODULE_NAME_FIELD_NUMBER: _ClassVar[int]
    MIN_SEVERITY_FIELD_NUMBER: _ClassVar[int]
    limit: int
    module_name: str
    min_severity: ErrorSeverityLevel
    def __init__(self, limit: _Optional[int] = ..., module_name: _Optional[str] = ..., min_severity: _Optional[_Union[ErrorSeverityLevel, str]] = ...) -> None: ...

class GetErrorHistoryResponse(_message.Message):
    __slots__ = ("errors", "total_error_count", "timestamp_ns")
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_ERROR_COUNT_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    errors: _containers.RepeatedCompositeFieldContainer[HealthErrorRecord]
    total_error_count: int
    timestamp_ns: int
    def __init__(self, errors: _Optional[_Iterable[_Union[HealthErrorRecord, _Mapping]]] = ..., total_error_count: _Optional[int] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...

class HealthErrorRecord(_message.Message):
    __slots__ = ("module_name", "severity", "message", "timestamp_ns", "context")
    class ContextEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    MODULE_NAME_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    CONTEXT_FIELD_NUMBER: _ClassVar[int]
    module_name: str
    severity: ErrorSeverityLevel
    message: str
    timestamp_ns: int
    context: _containers.ScalarMap[str, str]
    def __init__(self, module_name: _Optional[str] = ..., severity: _Optional[_Union[ErrorSeverityLevel, str]] = ..., message: _Optional[str] = ..., timestamp_ns: _Optional[int] = ..., context: _Optional[_Mapping[str, str]] = ...) -> None: ...

class StreamHealthUpdatesRequest(_message.Message):
    __slots__ = ("update_interval_ms",)
    UPDATE_INTERVAL_MS_FIELD_NUMBER: _ClassVar[int]
    update_interval_ms: int
    def __init__(self, update_interval_ms: _Optional[int] = ...) -> None: ...

class HealthUpdate(_message.Message):
    __slots__ = ("system_status", "modules", "latest_error", "timestamp_ns")
    SYSTEM_STATUS_FIELD_NUMBER: _ClassVar[int]
    MODULES_FIELD_NUMBER: _ClassVar[int]
    LATEST_ERROR_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_NS_FIELD_NUMBER: _ClassVar[int]
    system_status: SystemHealthStatus
    modules: _containers.RepeatedCompositeFieldContainer[ModuleHealthStatus]
    latest_error: HealthErrorRecord
    timestamp_ns: int
    def __init__(self, system_status: _Optional[_Union[SystemHealthStatus, str]] = ..., modules: _Optional[_Iterable[_Union[ModuleHealthStatus, _Mapping]]] = ..., latest_error: _Optional[_Union[HealthErrorRecord, _Mapping]] = ..., timestamp_ns: _Optional[int] = ...) -> None: ...
